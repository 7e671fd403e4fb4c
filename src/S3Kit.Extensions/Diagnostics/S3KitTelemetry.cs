namespace S3Kit;

/// <summary>The names under which S3Kit is observed with OpenTelemetry or <c>dotnet-counters</c>. They are part of the contract and change only with a major version.</summary>
public static class S3KitTelemetry
{
    /// <summary>The meter: <c>AddMeter(S3KitTelemetry.MeterName)</c>.</summary>
    public const string MeterName = "S3Kit";

    /// <summary>The source of traces: <c>AddSource(S3KitTelemetry.ActivitySourceName)</c>.</summary>
    public const string ActivitySourceName = "S3Kit";

    /// <summary>Histogram, seconds: from the call to its end, waiting and retries included. Tags: operation, outcome, and the endpoint that served it.</summary>
    public const string OperationDuration = "s3kit.operation.duration";

    /// <summary>Counter: requests sent. Tags: operation, endpoint, outcome.</summary>
    public const string Attempts = "s3kit.attempts";

    /// <summary>Counter: retries that were not sent because the retry budgets of the endpoints were used up. Tags: operation, endpoint of the failure.</summary>
    public const string RetriesRefused = "s3kit.retries.refused";

    /// <summary>Counter: reads that were sent to a second endpoint. Tags: operation, endpoint (the second), outcome (<c>won</c>, <c>lost</c>).</summary>
    public const string Hedges = "s3kit.hedges";

    /// <summary>Gauge: the most requests that may wait for an answer's headers now, less than configured after throttling. Tag: endpoint.</summary>
    public const string ConcurrencyLimit = "s3kit.endpoint.concurrency_limit";

    /// <summary>Gauge: retries that the endpoint may still be sent. Tag: endpoint.</summary>
    public const string RetryBudget = "s3kit.endpoint.retry_budget";

    /// <summary>Gauge: requests waiting in the queue. Tag: priority.</summary>
    public const string QueueLength = "s3kit.queue.length";

    /// <summary>Gauge: requests waiting for an answer's headers. Tag: endpoint.</summary>
    public const string ActiveRequests = "s3kit.endpoint.active_requests";

    /// <summary>Gauge: the circuit breaker, 0 closed, 1 half-open, 2 open. Tag: endpoint.</summary>
    public const string CircuitState = "s3kit.endpoint.circuit_state";

    /// <summary>Tag: the operation in S3's API reference, such as <c>PutObject</c>.</summary>
    public const string OperationTag = "s3kit.operation";

    /// <summary>Tag: the endpoint's name.</summary>
    public const string EndpointTag = "s3kit.endpoint";

    /// <summary>Tag: <c>success</c>, <c>cancelled</c>, a value of <see cref="S3ErrorKind"/>, or <c>caller</c> when the caller's own stream threw.</summary>
    public const string OutcomeTag = "s3kit.outcome";

    /// <summary>Tag: the priority.</summary>
    public const string PriorityTag = "s3kit.priority";
}
