using S3Kit.Resilience;

namespace S3Kit.Routing;

/// <summary>What an endpoint has on its hands. Slots are held until the answer's headers are there; in flight is a request until its body is read.</summary>
internal sealed class EndpointLoad
{
    private int _active;
    private int _inFlight;
    private double _latencyMilliseconds;

    public int Active => Volatile.Read(ref _active);

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The moving average of the time to an answer, in milliseconds; 0 before the first.</summary>
    public double Latency => Volatile.Read(ref _latencyMilliseconds);

    /// <summary>What is left of the configured number of slots after the endpoint asked to slow down.</summary>
    public AdaptiveLimit Limit { get; } = new();

    public bool TryTakeSlot(int limit)
    {
        int active = Volatile.Read(ref _active);
        while (active < limit)
        {
            int seen = Interlocked.CompareExchange(ref _active, active + 1, active);
            if (seen == active)
            {
                Interlocked.Increment(ref _inFlight);
                return true;
            }

            active = seen;
        }

        return false;
    }

    public void ReleaseSlot() => Interlocked.Decrement(ref _active);

    public void Finished() => Interlocked.Decrement(ref _inFlight);

    public void Answered(TimeSpan elapsed)
    {
        // A lost update now and then does not matter to an average.
        double average = Volatile.Read(ref _latencyMilliseconds);
        double latest = elapsed.TotalMilliseconds;
        Volatile.Write(ref _latencyMilliseconds, average == 0 ? latest : average + ((latest - average) * 0.2));
    }

    /// <summary>A request that was given up had waited for so long already.</summary>
    public void WaitedFor(TimeSpan elapsed)
    {
        if (elapsed.TotalMilliseconds > Volatile.Read(ref _latencyMilliseconds))
        {
            Answered(elapsed);
        }
    }
}
