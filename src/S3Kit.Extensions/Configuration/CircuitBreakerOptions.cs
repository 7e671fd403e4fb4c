using System.ComponentModel.DataAnnotations;

namespace S3Kit;

/// <summary>When an endpoint is left alone, and for how long.</summary>
public sealed class CircuitBreakerOptions
{
    /// <summary>
    /// Whether failures open the breaker. Default: <see langword="true"/>. With <see langword="false"/> requests are sent to the endpoint whatever comes of them;
    /// <see cref="IEndpointRegistry.IsolateEndpoint"/> works nevertheless.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How many transient failures in a row open the breaker, 1 to 1,000. Default: 3.</summary>
    [Range(1, 1000)]
    public int Threshold { get; set; } = 3;

    /// <summary>
    /// Which share of the attempts of <see cref="SamplingDuration"/> must fail to open the breaker, above 0 up to 1, even when none fail in a row; for endpoints that
    /// fail now and then. <see langword="null"/> (the default) looks at failures in a row alone. What comes first opens it.
    /// </summary>
    [Range(0d, 1d, MinimumIsExclusive = true)]
    public double? FailureRatio { get; set; }

    /// <summary>The time over which <see cref="FailureRatio"/> looks back, 500 milliseconds to 1 day. Default: 30 seconds. Not used without a ratio.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "1.00:00:00")]
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many attempts there must be in <see cref="SamplingDuration"/> before <see cref="FailureRatio"/> is looked at, 2 to 1,000,000. Default: 10. Not used without a ratio.
    /// </summary>
    [Range(2, 1_000_000)]
    public int MinimumThroughput { get; set; } = 10;

    /// <summary>How long it stays open before one trial request is let through, 1 millisecond to 1 day. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);
}
