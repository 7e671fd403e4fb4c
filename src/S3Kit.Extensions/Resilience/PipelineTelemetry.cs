using Microsoft.Extensions.Logging.Abstractions;
using Polly.Telemetry;

namespace S3Kit.Resilience;

/// <summary>How Polly tells of our pipelines.</summary>
internal static class PipelineTelemetry
{
    /// <summary>Its metrics, and not its log: that writes exceptions as they are, with the names of objects, at Warning. We log what happens ourselves.</summary>
    public static TelemetryOptions Options { get; } = new() { LoggerFactory = NullLoggerFactory.Instance };
}
