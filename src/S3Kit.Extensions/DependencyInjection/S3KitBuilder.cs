using Microsoft.Extensions.DependencyInjection;
using S3Kit.Configuration;

namespace S3Kit.DependencyInjection;

/// <summary>Writes what the app adds in code into its services.</summary>
internal sealed class S3KitBuilder(IServiceCollection services) : IS3KitBuilder
{
    public IServiceCollection Services { get; } = services;

    public IS3KitBuilder AddEndpoint(string name, Action<EndpointOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);

        Services.AddSingleton(new EndpointAddition(name, configure));
        return this;
    }

    public IS3KitBuilder ConfigureHttpClient(string name, Action<IHttpClientBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);

        configure(Services.AddHttpClient(HttpClientNames.For(name)));
        configure(Services.AddHttpClient(HttpClientNames.ForEmbedded(name)));
        return this;
    }
}
