using System.Collections.Concurrent;
using S3Kit.Configuration;
using S3Kit.Resilience;
using S3Kit.Routing;
using S3Kit.Transfers;

namespace S3Kit.Store;

/// <summary>Hands out the stores: the one without a key, and one for each endpoint and pool.</summary>
internal sealed class ObjectStoreFactory(RequestPipeline pipeline, EndpointSet endpoints, EndpointTester tester, SelectionStrategySet strategies, SettingsSource settings, TransferServices transfers)
{
    private readonly ConcurrentDictionary<string, IObjectStore> _stores = new(StringComparer.OrdinalIgnoreCase);

    private int _observed;

    public IObjectStore Default => field ??= Create(null);

    /// <summary>The store of an endpoint or a pool.</summary>
    /// <exception cref="S3NoEndpointException">There is neither of that name.</exception>
    public IObjectStore Get(string name)
    {
        // Looked up now for the error; the store looks again at each call, since endpoints come and go.
        _ = endpoints.FindTarget(name);
        return _stores.GetOrAdd(name, static (name, self) => self.Create(name), this);
    }

    private ObjectStore Create(string? name)
    {
        if (Interlocked.Exchange(ref _observed, 1) == 0)
        {
            pipeline.Instruments.Observe(endpoints);
        }

        return new(name, pipeline, endpoints, tester, strategies, settings, transfers);
    }
}
