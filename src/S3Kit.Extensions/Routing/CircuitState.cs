namespace S3Kit;

/// <summary>The state of an endpoint's circuit breaker.</summary>
public enum CircuitState
{
    /// <summary>Requests pass.</summary>
    Closed,

    /// <summary>Too many requests have failed: requests go elsewhere or fail at once.</summary>
    Open,

    /// <summary>The open time is over: one trial request decides whether the breaker closes or opens again.</summary>
    HalfOpen,

    /// <summary>Isolated by hand (<see cref="IEndpointRegistry.IsolateEndpoint"/>): nothing is sent until it is closed by hand.</summary>
    Isolated,
}
