namespace S3Kit;

/// <summary>What is known of an endpoint at one moment. It holds no credentials.</summary>
public sealed record EndpointSnapshot
{
    /// <summary>The endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its base address.</summary>
    public required Uri Url { get; init; }

    /// <summary>Whose S3 it is taken for: what <see cref="EndpointOptions.Profile"/> says, or the host name.</summary>
    public EndpointProfile Profile { get; init; }

    /// <summary>The region its requests are signed for.</summary>
    public required string Region { get; init; }

    /// <summary>The pool it belongs to.</summary>
    public required string Pool { get; init; }

    /// <summary>Its tier: a higher one is used only while no endpoint of a lower one is usable.</summary>
    public int Tier { get; init; }

    /// <summary>Its share under the strategy <see cref="EndpointSelectionStrategies.Weighted"/>.</summary>
    public int Weight { get; init; }

    /// <summary>Whether it is the embedded store, which keeps everything in this process.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>Whether requests would be sent to it now: its breaker lets them pass and it is not cooling down.</summary>
    public bool IsUsable { get; init; }

    /// <summary>The state of its circuit breaker.</summary>
    public CircuitState CircuitState { get; init; }

    /// <summary>When the circuit breaker last changed its state; <see langword="null"/> when it never did.</summary>
    public DateTimeOffset? CircuitChangedAt { get; init; }

    /// <summary>How many requests in a row have failed.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>The kind, code and status of the endpoint's last failure, without the names of objects; <see langword="null"/> when there was none.</summary>
    public string? LastError { get; init; }

    /// <summary>Until when it is left alone because it asked to slow down; <see langword="null"/> when it is not.</summary>
    public DateTimeOffset? CoolingUntil { get; init; }

    /// <summary>Requests waiting for their answer's headers, limited by <see cref="MaxConcurrentRequests"/>.</summary>
    public int ActiveRequests { get; init; }

    /// <summary><see cref="ActiveRequests"/>, and downloads whose bytes are still being read.</summary>
    public int InFlightRequests { get; init; }

    /// <summary>The most requests that wait for their answer's headers at a time, as configured.</summary>
    public int MaxConcurrentRequests { get; init; }

    /// <summary>
    /// The most requests that wait for their answer's headers now: <see cref="MaxConcurrentRequests"/>, or less after the endpoint asked to slow down, until
    /// it has answered enough.
    /// </summary>
    public int ConcurrencyLimit { get; init; }

    /// <summary>How many retries the endpoint may be sent before others have been answered; at most <see cref="RetryBudgetOptions.Capacity"/>.</summary>
    public int RetryBudget { get; init; }
}
