using System.Collections.Concurrent;
using S3Kit.Resilience;

namespace S3Kit.Routing;

/// <summary>The strategies by name. Each pool has its own, so that the turns of one pool do not disturb another's.</summary>
internal sealed class SelectionStrategySet(SelectionStrategyNames names, Randomness randomness)
{
    private readonly ConcurrentDictionary<(EndpointPool Pool, string Name), SelectionStrategy> _strategies = new();

    public SelectionStrategy Get(EndpointPool pool, string name) =>
        _strategies.TryGetValue((pool, name), out SelectionStrategy? strategy) ? strategy : _strategies.GetOrAdd((pool, name), Create(name));

    private SelectionStrategy Create(string name) => names.Find(name) switch
    {
        EndpointSelectionStrategies.RoundRobin => new RoundRobinStrategy(),
        EndpointSelectionStrategies.LeastLoaded => new LeastLoadedStrategy(),
        EndpointSelectionStrategies.Weighted => new WeightedStrategy(),
        EndpointSelectionStrategies.PowerOfTwoChoices => new PowerOfTwoChoicesStrategy(randomness),
        _ => throw new ArgumentException($"There is no endpoint selection strategy '{name}'. There are {string.Join(", ", names.All)}.", nameof(name)),
    };
}
