using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Resilience;

namespace S3Kit.Routing;

/// <summary>The strategies by name. Each pool has its own, so that the turns of one pool do not disturb another's.</summary>
internal sealed class SelectionStrategySet(SelectionStrategyNames names, Randomness randomness, IServiceProvider services)
{
    private readonly ConcurrentDictionary<(EndpointPool Pool, string Name), SelectionStrategy> _strategies = new();

    /// <summary>Sees to it that there is a strategy of this name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public void Check(string name)
    {
        if (names.Find(name) is null)
        {
            throw Unknown(name);
        }
    }

    public SelectionStrategy Get(EndpointPool pool, string name) =>
        _strategies.TryGetValue((pool, name), out SelectionStrategy? strategy) ? strategy : _strategies.GetOrAdd((pool, name), Create(pool, name));

    private SelectionStrategy Create(EndpointPool pool, string name) => names.Find(name) switch
    {
        EndpointSelectionStrategies.RoundRobin => new RoundRobinStrategy(),
        EndpointSelectionStrategies.LeastLoaded => new LeastLoadedStrategy(),
        EndpointSelectionStrategies.Weighted => new WeightedStrategy(),
        EndpointSelectionStrategies.PowerOfTwoChoices => new PowerOfTwoChoicesStrategy(randomness),
        { } registered => new CustomStrategy(registered, pool.Name, services.GetRequiredKeyedService<IEndpointSelectionStrategy>(registered)),
        null => throw Unknown(name),
    };

    private ArgumentException Unknown(string name) => new($"There is no endpoint selection strategy '{name}'. There are {string.Join(", ", names.All)}.", nameof(name));
}
