using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using S3Kit.Diagnostics;
using S3Kit.Dispatching;
using S3Kit.Resilience;

namespace S3Kit.Routing;

/// <summary>
/// Tells of the changes of circuit breakers: the dispatcher at once; then, away from the requests that caused them and in the order in which they happened, the log,
/// the metrics, the endpoint's prober and the app's handlers. These have a queue of their own, so that one that blocks holds up other handlers and nothing else.
/// </summary>
internal sealed partial class CircuitChangeFeed
{
    private readonly RequestDispatcher _dispatcher;
    private readonly Instruments _instruments;
    private readonly ILogger _logger;
    private readonly SerialQueue<(StorageEndpoint Endpoint, CircuitChange Change)> _changes;
    private readonly SerialQueue<CircuitChangedEventArgs> _events;

    public CircuitChangeFeed(RequestDispatcher dispatcher, Instruments instruments, ILoggerFactory loggers)
    {
        _dispatcher = dispatcher;
        _instruments = instruments;
        _logger = loggers.CreateLogger<StorageEndpoint>();
        _changes = new(each => Tell(each.Endpoint, each.Change));
        _events = new(Raise);
    }

    /// <summary>Raised on a thread of the pool, one change after the other.</summary>
    public event EventHandler<CircuitChangedEventArgs>? Raised;

    /// <summary>What handlers are told to be the sender.</summary>
    public object? Sender { get; set; }

    /// <summary>Called by the breaker under its lock: the change is noted and told later.</summary>
    public void Note(StorageEndpoint endpoint, CircuitChange change)
    {
        _changes.Add((endpoint, change));
        _dispatcher.LookAgain();
    }

    private void Tell(StorageEndpoint endpoint, CircuitChange change)
    {
        endpoint.Prober?.Reschedule();
        bool isBad = change.State is CircuitState.Open or CircuitState.Isolated;
        Log.CircuitChanged(_logger, isBad ? LogLevel.Warning : LogLevel.Information, endpoint.Name, change.State, change.Reason);
        _instruments.CircuitChanged(endpoint.Name, change.State);
        if (Raised is not null)
        {
            _events.Add(new CircuitChangedEventArgs
            {
                Endpoint = endpoint.Name,
                Previous = change.Previous,
                State = change.State,
                At = change.At,
                Reason = change.Reason,
                ErrorKind = change.ErrorKind,
            });
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "What a handler throws concerns neither the other handlers nor any request.")]
    private void Raise(CircuitChangedEventArgs change)
    {
        foreach (EventHandler<CircuitChangedEventArgs> handler in Delegate.EnumerateInvocationList(Raised))
        {
            try
            {
                handler(Sender, change);
            }
            catch (Exception exception)
            {
                Log.HandlerFailed(_logger, exception, change.Endpoint, change.State);
            }
        }
    }

    private static partial class Log
    {
        // The kind of the error, not its message: that names the object.
        [LoggerMessage(EventId = EventIds.CircuitChanged, Message = "The circuit breaker of endpoint {Endpoint} is {State} now: {Reason}")]
        public static partial void CircuitChanged(ILogger logger, LogLevel level, string endpoint, CircuitState state, string reason);

        [LoggerMessage(EventIds.CircuitHandlerFailed, LogLevel.Error, "A handler of the app failed on hearing that the circuit breaker of endpoint {Endpoint} is {State}")]
        public static partial void HandlerFailed(ILogger logger, Exception exception, string endpoint, CircuitState state);
    }
}
