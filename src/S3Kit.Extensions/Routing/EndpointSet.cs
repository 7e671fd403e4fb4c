using S3Kit.Configuration;
using S3Kit.Dispatching;
using S3Kit.Queueing;

namespace S3Kit.Routing;

/// <summary>
/// The endpoints at work and the pools they form. Built from the settings at first use; a reload changes what it changes and leaves the rest, with
/// its breakers and requests under way, alone. An endpoint that is taken out finishes what it has.
/// </summary>
internal sealed class EndpointSet : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SettingsSource _settings;
    private readonly EndpointFactory _factory;
    private readonly RequestDispatcher _dispatcher;

    /// <summary>Added while the app runs; a reload of the configuration does not touch them.</summary>
    private readonly Dictionary<string, EndpointOptions> _added = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Taken out while the app runs; what the configuration says of them stays without effect.</summary>
    private readonly HashSet<string> _removed = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Isolated when a reload took them out; they are so again when one brings them back.</summary>
    private readonly HashSet<string> _isolated = new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, EndpointPool> _pools = new(StringComparer.OrdinalIgnoreCase);
    private volatile Dictionary<string, StorageEndpoint>? _endpoints;

    /// <summary>Whether there ever was a real endpoint. From then on memory no longer takes the place of none: what an app stores must not vanish.</summary>
    private bool _hadEndpoint;

    private bool _disposed;

    public EndpointSet(SettingsSource settings, EndpointFactory factory, RequestDispatcher dispatcher)
    {
        _settings = settings;
        _factory = factory;
        _dispatcher = dispatcher;
        settings.OnChange(Reload);
    }

    /// <summary>The endpoints, in the order of their names.</summary>
    public IEnumerable<StorageEndpoint> All => Current.Values.OrderBy(static endpoint => endpoint.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The pool that the store without a key works on.</summary>
    public EndpointPool DefaultPool
    {
        get
        {
            _ = Current;
            lock (_gate)
            {
                return Pool(EndpointOptions.DefaultPool);
            }
        }
    }

    private Dictionary<string, StorageEndpoint> Current
    {
        get
        {
            if (_endpoints is { } endpoints)
            {
                return endpoints;
            }

            lock (_gate)
            {
                return _endpoints ?? Build(_settings.Current);
            }
        }
    }

    public StorageEndpoint? TryFind(string name) => Current.GetValueOrDefault(name);

    /// <summary>The endpoint of a name.</summary>
    /// <exception cref="S3NoEndpointException">There is none.</exception>
    public StorageEndpoint Find(string name) =>
        TryFind(name) ?? throw new S3NoEndpointException($"There is no endpoint '{name}'. There are: {Names(Current.Keys)}.") { Endpoint = name };

    /// <summary>What a name stands for: an endpoint, otherwise a pool.</summary>
    /// <exception cref="S3NoEndpointException">There is neither.</exception>
    public DispatchTarget FindTarget(string name)
    {
        if (TryFind(name) is { } endpoint)
        {
            return endpoint;
        }

        lock (_gate)
        {
            // A pool that a reload has emptied keeps its place, so that its store works again when it is filled.
            if (_pools.TryGetValue(name, out EndpointPool? pool))
            {
                return pool;
            }

            throw new S3NoEndpointException($"There is neither an endpoint nor a pool '{name}'. There are the endpoints {Names(Current.Keys)} and the pools {Names(_pools.Keys)}.");
        }
    }

    /// <summary>Adds an endpoint whose options have been checked.</summary>
    /// <returns>Whether the name was free.</returns>
    public bool TryAdd(string name, EndpointOptions options)
    {
        lock (_gate)
        {
            if (Current.TryGetValue(name, out StorageEndpoint? present) && !EndpointFactory.IsStandIn(present))
            {
                return false;
            }

            _added[name] = options;
            Build(_settings.Current);
            return true;
        }
    }

    public bool Remove(string name)
    {
        lock (_gate)
        {
            if (!Current.ContainsKey(name))
            {
                return false;
            }

            _added.Remove(name);
            _removed.Add(name);
            Build(_settings.Current);
            return true;
        }
    }

    /// <summary>Ends the probes. Nothing else: what is under way is the dispatcher's to end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            EndProbes();
        }
    }

    private static string Names(IEnumerable<string> names)
    {
        string list = string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase).Select(static name => $"'{name}'"));
        return list.Length == 0 ? "(none)" : list;
    }

    private void Reload(S3KitOptions options)
    {
        lock (_gate)
        {
            if (_endpoints is not null)
            {
                Build(options);
            }
        }
    }

    /// <summary>Makes the set what the options and the app want it to be. Under the lock.</summary>
    private Dictionary<string, StorageEndpoint> Build(S3KitOptions options)
    {
        Dictionary<string, StorageEndpoint> before = _endpoints ?? [];
        var after = new Dictionary<string, StorageEndpoint>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, EndpointOptions wanted) in Wanted(options))
        {
            EndpointSettings settings = EndpointFactory.Resolve(name, wanted, options);
            if (before.TryGetValue(name, out StorageEndpoint? present) && present.Settings.IsSamePlace(settings))
            {
                present.Update(settings);
                after[name] = present;
            }
            else
            {
                after[name] = _factory.Create(settings, isolated: present?.Breaker.IsIsolated ?? _isolated.Contains(name));
            }
        }

        _hadEndpoint |= after.Count > 0;
        if (after.Count == 0 && !_hadEndpoint && options.Mock != MockMode.Never && !_removed.Contains(EndpointFactory.StandInName))
        {
            after[EndpointFactory.StandInName] = before.GetValueOrDefault(EndpointFactory.StandInName) ?? _factory.CreateStandIn(options);
        }

        Pool(EndpointOptions.DefaultPool);
        foreach (StorageEndpoint endpoint in after.Values)
        {
            Pool(endpoint.Settings.Pool);
        }

        foreach (EndpointPool pool in _pools.Values)
        {
            pool.Members =
            [
                .. after.Values
                    .Where(endpoint => string.Equals(endpoint.Settings.Pool, pool.Name, StringComparison.OrdinalIgnoreCase))
                    .OrderBy(static endpoint => endpoint.Name, StringComparer.OrdinalIgnoreCase),
            ];
        }

        Retire(before.Values, after);
        _endpoints = after;
        if (_disposed)
        {
            EndProbes();
        }
        else
        {
            foreach (StorageEndpoint endpoint in after.Values)
            {
                endpoint.Prober!.Reschedule();
            }
        }

        _dispatcher.LookAgain();
        return after;
    }

    private void EndProbes()
    {
        foreach (StorageEndpoint endpoint in _endpoints?.Values ?? Enumerable.Empty<StorageEndpoint>())
        {
            endpoint.Prober!.Dispose();
        }
    }

    private void Retire(IEnumerable<StorageEndpoint> before, Dictionary<string, StorageEndpoint> after)
    {
        _isolated.ExceptWith(after.Keys);
        foreach (StorageEndpoint endpoint in before)
        {
            bool isNamed = after.TryGetValue(endpoint.Name, out StorageEndpoint? present);
            if (ReferenceEquals(endpoint, present))
            {
                continue;
            }

            if (!isNamed && endpoint.Breaker.IsIsolated && !_removed.Contains(endpoint.Name))
            {
                _isolated.Add(endpoint.Name);
            }

            endpoint.Breaker.Retire(replaced: isNamed);
            endpoint.Prober!.Dispose();
        }
    }

    private Dictionary<string, EndpointOptions> Wanted(S3KitOptions options)
    {
        var wanted = new Dictionary<string, EndpointOptions>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, EndpointOptions endpoint) in options.Endpoints)
        {
            if (!_removed.Contains(name))
            {
                wanted[name] = endpoint;
            }
        }

        foreach ((string name, EndpointOptions endpoint) in _added)
        {
            wanted[name] = endpoint;
        }

        return wanted;
    }

    private EndpointPool Pool(string name)
    {
        if (!_pools.TryGetValue(name, out EndpointPool? pool))
        {
            _pools[name] = pool = new EndpointPool(name);
        }

        return pool;
    }
}
