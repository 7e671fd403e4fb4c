using System.Threading.Channels;

namespace S3Kit.Tests.Scripting;

/// <summary>Hears of the changes of circuit breakers, and lets a test wait for each.</summary>
internal sealed class CircuitEvents
{
    private readonly Channel<CircuitChangedEventArgs> _changes = Channel.CreateUnbounded<CircuitChangedEventArgs>();

    public CircuitEvents(IEndpointRegistry registry) => registry.CircuitChanged += (_, change) => _changes.Writer.TryWrite(change);

    /// <summary>Whether more have come than were waited for.</summary>
    public bool HasMore => _changes.Reader.Count > 0;

    public async Task<CircuitChangedEventArgs> Next() => await _changes.Reader.ReadAsync().AsTask().Soon();

    public async Task<CircuitState[]> Next(int count)
    {
        var states = new CircuitState[count];
        for (int i = 0; i < count; i++)
        {
            states[i] = (await Next()).State;
        }

        return states;
    }
}
