using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using S3Kit.Configuration;
using S3Kit.Routing;

namespace S3Kit.Health;

/// <summary>
/// One check over all endpoints, which says of each whether it answers and what its breaker does. Unhealthy when a pool has no endpoint left,
/// degraded when some endpoint is down or everything is in memory only. What was found is kept for the probe's interval, and shared
/// with the probes that run by themselves: checks may come often.
/// </summary>
internal sealed class S3KitHealthCheck(EndpointSet endpoints, SettingsSource settings, IServiceProvider services) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        StorageEndpoint[] all = [.. endpoints.All];
        EndpointTestResult[] results = await Task.WhenAll(all.Select(endpoint => ProbeAsync(endpoint, cancellationToken))).ConfigureAwait(false);

        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        var down = new List<string>();
        for (int i = 0; i < all.Length; i++)
        {
            data[all[i].Name] = Describe(all[i], results[i]);
            if (!IsWell(all[i], results[i]))
            {
                down.Add(all[i].Name);
            }
        }

        if (all.Length == 0)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "No S3 endpoint is configured.", data: data);
        }

        IEnumerable<string> lost = all.Zip(results)
            .GroupBy(static each => each.First.Settings.Pool, StringComparer.OrdinalIgnoreCase)
            .Where(static pool => pool.All(static each => !IsWell(each.First, each.Second)))
            .Select(static pool => $"'{pool.Key}'");
        string lostPools = string.Join(", ", lost);
        if (lostPools.Length > 0)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"No endpoint of the pool {lostPools} is available.", FirstError(results), data);
        }

        if (down.Count > 0)
        {
            return new HealthCheckResult(HealthStatus.Degraded, $"Not available: {string.Join(", ", down)}.", FirstError(results), data);
        }

        return all.Any(static endpoint => endpoint.Settings.IsEmbedded) ? Embedded(context, data) : HealthCheckResult.Healthy($"{all.Length} of {all.Length} endpoints are available.", data);
    }

    private static bool IsWell(StorageEndpoint endpoint, EndpointTestResult result) => result.IsAvailable && endpoint.Breaker.State is not (CircuitState.Open or CircuitState.Isolated);

    private static string Describe(StorageEndpoint endpoint, EndpointTestResult result)
    {
        string answer = result.Error is { } error ? $"not available: {error.Message}" : string.Create(CultureInfo.InvariantCulture, $"available in {result.Latency.TotalMilliseconds:0.#} ms");
        string circuit = endpoint.Breaker.State switch
        {
            CircuitState.Closed => "circuit closed",
            CircuitState.Open => "circuit open",
            CircuitState.Isolated => "isolated by hand",
            _ => "circuit half-open",
        };
        return $"{(endpoint.Settings.IsEmbedded ? "embedded store, " : "")}{answer}; {circuit}";
    }

    private static S3KitException? FirstError(EndpointTestResult[] results) => Array.Find(results, static result => result.Error is not null)?.Error;

    private HealthCheckResult Embedded(HealthCheckContext context, Dictionary<string, object> data)
    {
        const string Description = "The embedded store is in use: objects are in this process's memory only.";
        bool isProduction = services.GetService<IHostEnvironment>()?.IsProduction() ?? false;
        return isProduction && settings.Current.Mock != MockMode.Always
            ? new HealthCheckResult(context.Registration.FailureStatus, Description + " In production that is a fault, unless S3Kit:Mock is Always.", data: data)
            : HealthCheckResult.Degraded(Description, data: data);
    }

    private static Task<EndpointTestResult> ProbeAsync(StorageEndpoint endpoint, CancellationToken cancellationToken) =>
        endpoint.Prober!.AskAsync(endpoint.Settings.HealthProbe.Interval).WaitAsync(cancellationToken);
}
