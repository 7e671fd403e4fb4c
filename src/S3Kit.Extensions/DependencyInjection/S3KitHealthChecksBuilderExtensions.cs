using Microsoft.Extensions.Diagnostics.HealthChecks;
using S3Kit.Health;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds S3Kit to an app's health checks.</summary>
public static class S3KitHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds one check over all endpoints: unhealthy when a pool has none left, degraded when one is down or the embedded store is in use (in production
    /// unhealthy, unless <see cref="S3Kit.S3KitOptions.Mock"/> is <see cref="S3Kit.MockMode.Always"/>). Its data says of each endpoint what was found. Each endpoint is
    /// asked at most once in <see cref="S3Kit.HealthProbeOptions.Interval"/>, beside the queue and whatever its circuit breaker says.
    /// </summary>
    /// <param name="builder">The app's health checks.</param>
    /// <param name="name">The check's name. Default: <c>s3kit</c>.</param>
    /// <param name="failureStatus">What is reported instead of unhealthy; <see langword="null"/> (the default) for unhealthy.</param>
    /// <param name="tags">Tags to choose checks by; <see langword="null"/> (the default) for none.</param>
    /// <returns>The app's health checks.</returns>
    public static IHealthChecksBuilder AddS3Kit(this IHealthChecksBuilder builder, string name = "s3kit", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);

        // One instance, whose memory of the last probes outlives a check.
        return builder.Add(new HealthCheckRegistration(name, static provider => provider.GetRequiredService<S3KitHealthCheck>(), failureStatus, tags));
    }
}
