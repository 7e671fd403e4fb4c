using Microsoft.Extensions.DependencyInjection;
using Polly;
using S3Kit.Configuration;
using S3Kit.Routing;

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

    public IS3KitBuilder ConfigureResilience(string name, Action<ResiliencePipelineBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);

        Services.AddSingleton(new ResilienceAddition(name, configure));
        return this;
    }

    public IS3KitBuilder AddSelectionStrategy<TStrategy>(string name)
        where TStrategy : class, IEndpointSelectionStrategy
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);

        SelectionStrategyNames names = S3KitOptionsRegistration.StrategyNames(Services);
        if (names.Find(name) is { } taken)
        {
            throw new ArgumentException($"There is an endpoint selection strategy '{taken}' already.", nameof(name));
        }

        names.Add(name);
        Services.AddKeyedSingleton<IEndpointSelectionStrategy, TStrategy>(name);
        return this;
    }
}
