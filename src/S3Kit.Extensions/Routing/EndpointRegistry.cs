using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using S3Kit.Configuration;
using S3Kit.Diagnostics;
using S3Kit.Dispatching;
using S3Kit.Queueing;

namespace S3Kit.Routing;

/// <summary>What the app sees of the endpoints.</summary>
internal sealed partial class EndpointRegistry(
    EndpointSet endpoints,
    EndpointFactory factory,
    EndpointTester tester,
    Store.ObjectStoreFactory stores,
    SelectionStrategySet strategies,
    SettingsSource settings,
    PriorityRequestQueue queue,
    RequestDispatcher dispatcher,
    ILogger<EndpointRegistry> logger) : IEndpointRegistry
{
    public IReadOnlyList<EndpointSnapshot> Endpoints => [.. endpoints.All.Select(static endpoint => endpoint.ToSnapshot())];

    public QueueSnapshot Queue => queue.ToSnapshot(dispatcher.Running);

    public EndpointSnapshot AddEndpoint(string name, EndpointOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(options);
        List<string> faults = [.. S3KitOptionsValidator.ValidateEndpoint(name, options)];
        KeyValuePair<string, string>[] pools =
        [
            .. endpoints.All.Where(static endpoint => !EndpointFactory.IsStandIn(endpoint)).Select(static endpoint => KeyValuePair.Create(endpoint.Name, endpoint.Settings.Pool)),
            KeyValuePair.Create(name, options.Pool),
        ];
        PoolFaults.Collect(pools, static endpoint => $"{endpoint}:{nameof(EndpointOptions.Pool)}", faults);
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(name, typeof(EndpointOptions), faults);
        }

        if (!endpoints.TryAdd(name, options))
        {
            throw new ArgumentException($"There is an endpoint '{name}' already. Remove it first, or choose another name.", nameof(name));
        }

        Log.EndpointAdded(logger, name, options.Pool);
        return endpoints.Find(name).ToSnapshot();
    }

    public bool RemoveEndpoint(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!endpoints.Remove(name))
        {
            return false;
        }

        Log.EndpointRemoved(logger, name);
        return true;
    }

    public EndpointSnapshot GetEndpoint(string? name = null, string? strategy = null) =>
        (name is not null ? endpoints.Find(name) : endpoints.DefaultPool.Choose(strategies.Get(endpoints.DefaultPool, strategy ?? settings.Current.EndpointSelectionStrategy))).ToSnapshot();

    public IObjectStore GetStore(string name) => stores.Get(name);

    public Task<EndpointTestResult> TestEndpointAsync(string url, string accessKey, string secretKey, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(url);
        ArgumentException.ThrowIfNullOrWhiteSpace(accessKey);
        ArgumentException.ThrowIfNullOrWhiteSpace(secretKey);
        var options = new EndpointOptions { Url = url, AccessKey = accessKey, SecretKey = secretKey };
        IReadOnlyList<string> faults = S3KitOptionsValidator.ValidateEndpoint("tested", options);
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(url));
        }

        // Named by its address, so that the result and its error say which one it was.
        var resolved = EndpointSettings.Create(new Uri(url).GetLeftPart(UriPartial.Authority), options, settings.Current, isEmbedded: settings.Current.Mock == MockMode.Always);
        return tester.TestAsync(factory.CreateUnguarded(resolved), cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.EndpointAdded, LogLevel.Information, "Endpoint {Endpoint} was added to pool {Pool}")]
        public static partial void EndpointAdded(ILogger logger, string endpoint, string pool);

        [LoggerMessage(EventIds.EndpointRemoved, LogLevel.Information, "Endpoint {Endpoint} was removed")]
        public static partial void EndpointRemoved(ILogger logger, string endpoint);
    }
}
