using Microsoft.Extensions.Options;
using S3Kit.Routing;

namespace S3Kit.Configuration;

/// <summary>Checks everything that can be checked without a network, and reports all faults together, those of binding included.</summary>
internal sealed class S3KitOptionsValidator(SelectionStrategyNames strategies) : IValidateOptions<S3KitOptions>
{
    public ValidateOptionsResult Validate(string? name, S3KitOptions options)
    {
        if (!string.IsNullOrEmpty(name))
            return ValidateOptionsResult.Skip;

        var faults = new List<string>(options.BindingFaults);
        AttributeFaults.Collect(options, property => Key(options, property), faults);
        CollectAcrossFields(options, faults);
        CollectEndpoints(options, faults);

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults.Distinct(StringComparer.Ordinal));
    }

    /// <summary>Checks one endpoint by itself, for those that are added while the app runs. Whether its names clash is for <see cref="PoolFaults"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Its settings.</param>
    /// <returns>The faults; none when it is usable.</returns>
    public static IReadOnlyList<string> ValidateEndpoint(string name, EndpointOptions options)
    {
        var faults = new List<string>();
        var key = $"{S3KitOptions.SectionName}:{nameof(S3KitOptions.Endpoints)}:{name}";
        EndpointFaults.Collect(name, options, key, property => $"{key}:{property}", faults);
        return faults;
    }

    private static string Key(S3KitOptions options, string property) => $"{options.KeyPrefix}:{property}";

    private static string EndpointKey(S3KitOptions options, string endpoint) => $"{Key(options, nameof(options.Endpoints))}:{endpoint}";

    private void CollectAcrossFields(S3KitOptions options, List<string> faults)
    {
        if (options.MaxRetryDelay < options.InitialRetryDelay)
        {
            var (longest, first) = (Key(options, nameof(options.MaxRetryDelay)), Key(options, nameof(options.InitialRetryDelay)));
            faults.Add(FormattableString.Invariant($"{longest}: {options.MaxRetryDelay} is shorter than {first}, which is {options.InitialRetryDelay}"));
        }

        if (options.EndpointSelectionStrategy is { } strategy && strategies.Find(strategy) is null)
        {
            var key = Key(options, nameof(options.EndpointSelectionStrategy));
            faults.Add($"{key}: {OptionValue.Show(strategy)} is not one of {string.Join(", ", strategies.All)}");
        }

        if (options.Mock == MockMode.Never && options.Endpoints.Count == 0)
        {
            var (endpoints, mock) = (Key(options, nameof(options.Endpoints)), Key(options, nameof(options.Mock)));
            faults.Add($"{endpoints}: there is no endpoint, and {mock} is Never; configure one, or allow the embedded store");
        }
    }

    private static void CollectEndpoints(S3KitOptions options, List<string> faults)
    {
        var pools = new List<KeyValuePair<string, string>>();
        foreach (var (name, endpoint) in options.Endpoints)
        {
            var key = EndpointKey(options, name);
            if (endpoint is null)
            {
                faults.Add($"{key}: must not be null");
                continue;
            }

            EndpointFaults.Collect(name, endpoint, key, property => SettingKey(options, name, property), faults);
            if (endpoint.Pool is not null)
                pools.Add(new(name, endpoint.Pool));
        }

        PoolFaults.Collect(pools, name => SettingKey(options, name, nameof(EndpointOptions.Pool)), faults);
    }

    /// <summary>The key that the user can change: a variable's name where the setting came from one.</summary>
    private static string SettingKey(S3KitOptions options, string endpoint, string property)
    {
        var isFromEnvironment = options.HasEnvironmentEndpoint && string.Equals(endpoint, EnvironmentEndpoint.EndpointName, StringComparison.OrdinalIgnoreCase);
        return (isFromEnvironment ? EnvironmentEndpoint.VariableOf(property) : null) ?? $"{EndpointKey(options, endpoint)}:{property}";
    }
}
