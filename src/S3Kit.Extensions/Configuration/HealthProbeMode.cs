namespace S3Kit;

/// <summary>When an endpoint is asked by itself whether it is well, without a health check.</summary>
public enum HealthProbeMode
{
    /// <summary>While its circuit breaker is open or half-open: a probe that is answered closes it, before a request has to try.</summary>
    WhenUnhealthy,

    /// <summary>
    /// All the time: failures of probes count against the circuit breaker as those of requests do, so that an endpoint that died while nothing was sent to it is known.
    /// </summary>
    Always,

    /// <summary>Not at all: what a health check finds is told there and changes nothing.</summary>
    Never,
}
