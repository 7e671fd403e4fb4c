using System.Diagnostics;
using System.Diagnostics.Metrics;
using S3Kit.Queueing;
using S3Kit.Routing;

namespace S3Kit.Diagnostics;

/// <summary>The instruments. Names of buckets and keys are in none of them: their number has no bound.</summary>
internal sealed class Instruments
{
    private static readonly string[] Outcomes = Enum.GetNames<S3ErrorKind>();

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _retriesRefused;
    private readonly Counter<long> _hedges;

    public Instruments(IMeterFactory meters, PriorityRequestQueue queue)
    {
        Meter = meters.Create(S3KitTelemetry.MeterName);
        _duration = Meter.CreateHistogram<double>(S3KitTelemetry.OperationDuration, "s", "From the call to its end.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
        });
        _attempts = Meter.CreateCounter<long>(S3KitTelemetry.Attempts, "{request}", "Requests sent.");
        _retriesRefused = Meter.CreateCounter<long>(S3KitTelemetry.RetriesRefused, "{retry}", "Retries that the budgets did not allow.");
        _hedges = Meter.CreateCounter<long>(S3KitTelemetry.Hedges, "{request}", "Reads sent to a second endpoint.");
        Meter.CreateObservableGauge(S3KitTelemetry.QueueLength, () => Lengths(queue), "{request}", "Requests waiting in the queue.");
    }

    public static ActivitySource Source { get; } = new(S3KitTelemetry.ActivitySourceName);

    private Meter Meter { get; }

    /// <summary>Observes the endpoints, once there are any.</summary>
    public void Observe(EndpointSet endpoints)
    {
        Meter.CreateObservableGauge(
            S3KitTelemetry.ActiveRequests,
            () => endpoints.All.Select(static endpoint => new Measurement<int>(endpoint.Load.Active, Endpoint(endpoint))),
            "{request}",
            "Requests waiting for an answer's headers.");
        Meter.CreateObservableGauge(
            S3KitTelemetry.ConcurrencyLimit,
            () => endpoints.All.Select(static endpoint => new Measurement<int>(endpoint.ConcurrencyLimit, Endpoint(endpoint))),
            "{request}",
            "The most requests that may wait for an answer's headers.");
        Meter.CreateObservableGauge(
            S3KitTelemetry.RetryBudget,
            () => endpoints.All.Select(static endpoint => new Measurement<int>(endpoint.RetryBudget.Left, Endpoint(endpoint))),
            "{retry}",
            "Retries that may be sent.");
        Meter.CreateObservableGauge(
            S3KitTelemetry.CircuitState,
            () => endpoints.All.Select(static endpoint => new Measurement<int>(Number(endpoint.Breaker.State), Endpoint(endpoint))),
            "{state}",
            "0 closed, 1 half-open, 2 open.");
    }

    public void Attempt(string operation, string endpoint, Exception? error)
    {
        if (_attempts.Enabled)
        {
            _attempts.Add(1, new(S3KitTelemetry.OperationTag, operation), new(S3KitTelemetry.EndpointTag, endpoint), new(S3KitTelemetry.OutcomeTag, Outcome(error)));
        }
    }

    public void Operation(string operation, string? endpoint, TimeSpan duration, Exception? error)
    {
        if (_duration.Enabled)
        {
            _duration.Record(
                duration.TotalSeconds,
                new(S3KitTelemetry.OperationTag, operation),
                new(S3KitTelemetry.EndpointTag, endpoint),
                new(S3KitTelemetry.OutcomeTag, Outcome(error)));
        }
    }

    public void RetryRefused(string operation, string? endpoint) =>
        _retriesRefused.Add(1, new KeyValuePair<string, object?>(S3KitTelemetry.OperationTag, operation), new(S3KitTelemetry.EndpointTag, endpoint));

    public void Hedged(string operation, string endpoint, bool won) =>
        _hedges.Add(1, new(S3KitTelemetry.OperationTag, operation), new(S3KitTelemetry.EndpointTag, endpoint), new(S3KitTelemetry.OutcomeTag, won ? "won" : "lost"));

    public static string Outcome(Exception? error) => error switch
    {
        null => "success",
        S3KitException known => Outcomes[(int)known.Kind],
        OperationCanceledException => "cancelled",
        _ => "caller",
    };

    private static Measurement<int>[] Lengths(PriorityRequestQueue queue) =>
    [
        new(queue.Count(RequestPriority.High), new KeyValuePair<string, object?>(S3KitTelemetry.PriorityTag, nameof(RequestPriority.High))),
        new(queue.Count(RequestPriority.Normal), new KeyValuePair<string, object?>(S3KitTelemetry.PriorityTag, nameof(RequestPriority.Normal))),
        new(queue.Count(RequestPriority.Low), new KeyValuePair<string, object?>(S3KitTelemetry.PriorityTag, nameof(RequestPriority.Low))),
    ];

    private static KeyValuePair<string, object?> Endpoint(StorageEndpoint endpoint) => new(S3KitTelemetry.EndpointTag, endpoint.Name);

    private static int Number(CircuitState state) => state switch
    {
        CircuitState.Closed => 0,
        CircuitState.HalfOpen => 1,
        _ => 2,
    };
}
