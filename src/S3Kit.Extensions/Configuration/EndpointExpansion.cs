using Microsoft.Extensions.Options;

namespace S3Kit.Configuration;

/// <summary>
/// Makes several endpoints of one whose address has ranges of numbers in it, each with all of its other settings, and its name with the numbers behind it. It runs last, so that all that
/// follows, validation included, knows single endpoints only.
/// </summary>
internal sealed class EndpointExpansion : IPostConfigureOptions<S3KitOptions>
{
    public void PostConfigure(string? name, S3KitOptions options)
    {
        if (!string.IsNullOrEmpty(name))
            return;

        foreach (var (endpoint, pattern) in options.Endpoints.Where(static each => EndpointUrlPattern.IsPattern(each.Value?.Url)).ToList())
        {
            var key = options.HasEnvironmentEndpoint && string.Equals(endpoint, EnvironmentEndpoint.EndpointName, StringComparison.OrdinalIgnoreCase)
                ? EnvironmentEndpoint.VariableOf(nameof(EndpointOptions.Url))
                : $"{options.KeyPrefix}:{nameof(options.Endpoints)}:{endpoint}:{nameof(pattern.Url)}";
            options.Endpoints.Remove(endpoint);
            Expand(options, endpoint, pattern, key!);
        }
    }

    private static void Expand(S3KitOptions options, string endpoint, EndpointOptions pattern, string key)
    {
        var expanded = EndpointUrlPattern.Expand(pattern.Url!, out var fault);
        var publicUrls = EndpointUrlPattern.IsPattern(pattern.PublicUrl) && fault is null ? EndpointUrlPattern.Expand(pattern.PublicUrl!, out fault) : null;
        if (publicUrls is not null && fault is null && publicUrls.Count != expanded.Count)
            fault = $"stands for {expanded.Count} endpoints, but {nameof(pattern.PublicUrl)} for {publicUrls.Count}";
        if (fault is not null)
        {
            options.BindingFaults.Add($"{key}: {fault}");
            return;
        }

        for (var i = 0; i < expanded.Count; i++)
        {
            var name = endpoint + expanded[i].Suffix;
            if (!options.Endpoints.TryAdd(name, pattern.With(expanded[i].Url, publicUrls?[i].Url ?? pattern.PublicUrl)))
                options.BindingFaults.Add($"{key}: makes the endpoint {name}, but there is one of that name already");
        }
    }
}
