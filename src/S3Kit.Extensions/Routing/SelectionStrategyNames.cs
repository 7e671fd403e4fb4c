using S3Kit.Configuration;

namespace S3Kit.Routing;

/// <summary>
/// The strategies that may be configured: the built-in ones, and those the app registers. Filled while services are registered, read afterwards: the names
/// under which keyed services exist cannot be listed.
/// </summary>
internal sealed class SelectionStrategyNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public SelectionStrategyNames()
    {
        Add(EndpointSelectionStrategies.RoundRobin);
        Add(EndpointSelectionStrategies.LeastLoaded);
        Add(EndpointSelectionStrategies.Weighted);
        Add(EndpointSelectionStrategies.PowerOfTwoChoices);
    }

    public IEnumerable<string> All => _names.Values;

    public void Add(string name) => _names[OptionNames.Normalize(name)] = name;

    /// <summary>
    /// The name as it was registered, for one written in any case, with or without hyphens and underscores; <see langword="null"/> when there is none.
    /// </summary>
    public string? Find(string name) => _names.GetValueOrDefault(OptionNames.Normalize(name));
}
