using Microsoft.Extensions.Options;

namespace S3Kit.Configuration;

/// <summary>Applies what code says of endpoints after all configuration, whichever was registered first.</summary>
internal sealed class EndpointAdditions(IEnumerable<EndpointAddition> additions) : IPostConfigureOptions<S3KitOptions>
{
    public void PostConfigure(string? name, S3KitOptions options)
    {
        if (!string.IsNullOrEmpty(name))
            return;

        foreach (var addition in additions)
        {
            if (!options.Endpoints.TryGetValue(addition.Name, out var endpoint))
                options.Endpoints.Add(addition.Name, endpoint = new EndpointOptions());

            addition.Configure(endpoint);
        }
    }
}
