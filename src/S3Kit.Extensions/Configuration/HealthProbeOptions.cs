using System.ComponentModel.DataAnnotations;

namespace S3Kit;

/// <summary>How an endpoint is asked whether it is well, beside the requests of the app.</summary>
public sealed class HealthProbeOptions
{
    /// <summary>
    /// When the endpoint is asked by itself, and what the answers do to its circuit breaker. The embedded store is never asked by itself. Default:
    /// <see cref="HealthProbeMode.WhenUnhealthy"/>.
    /// </summary>
    public HealthProbeMode Mode { get; set; }

    /// <summary>
    /// What is asked for without a signature, beginning with <c>/</c>, for instance <c>/minio/health/live</c>; an answer below 400 means well.
    /// <see langword="null"/> (the default) sends a signed ListBuckets request to <c>/</c>, which checks the credentials as well.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>
    /// The time between two probes, a tenth more or less, 1 second to 1 day. Default: 30 seconds. While the circuit breaker is open it is the breaker's
    /// <see cref="CircuitBreakerOptions.Timeout"/> if that is shorter, but at least 1 second. Health checks that come sooner get the last answer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The time a probe may take before it counts as failed, 1 millisecond to 1 hour and not more than <see cref="Interval"/>. Default: 5 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
