using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Polly.Telemetry;

namespace S3Kit.Resilience;

/// <summary>How Polly tells of our pipelines.</summary>
internal sealed class PipelineTelemetry(IOptions<TelemetryOptions> options)
{
    /// <summary>
    /// Its metrics, with what the app's enrichers add, and not its log: that writes exceptions as they are, with the names of objects, at Warning. We
    /// log what happens ourselves.
    /// </summary>
    public TelemetryOptions Options { get; } = new(options.Value) { LoggerFactory = NullLoggerFactory.Instance };
}
