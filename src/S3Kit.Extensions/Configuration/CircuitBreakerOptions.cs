using System.ComponentModel.DataAnnotations;

namespace S3Kit;

/// <summary>When an endpoint is left alone, and for how long.</summary>
public sealed class CircuitBreakerOptions
{
    /// <summary>How many transient failures in a row open the breaker, 1 to 1,000. Default: 3.</summary>
    [Range(1, 1000)]
    public int Threshold { get; set; } = 3;

    /// <summary>How long it stays open before one trial request is let through, 1 millisecond to 1 day. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);
}
