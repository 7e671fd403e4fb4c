using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using S3Kit.Credentials;
using S3Kit.Diagnostics;
using S3Kit.Dispatching;
using S3Kit.Embedded;
using S3Kit.Health;
using S3Kit.Protocol;
using S3Kit.Queueing;
using S3Kit.Resilience;
using S3Kit.Routing;
using S3Kit.Store;
using S3Kit.Transfers;

namespace S3Kit.DependencyInjection;

/// <summary>Registers the way of a request, from the store to the HTTP clients.</summary>
internal static class S3KitCoreRegistration
{
    /// <summary>What every registration needs, however often it is asked for.</summary>
    public static void AddCore(IServiceCollection services)
    {
        if (services.Any(static descriptor => descriptor.ServiceType == typeof(RequestDispatcher)))
        {
            return;
        }

        services.AddHttpClient();
        services.AddResilienceEnricher();
        services.AddMetrics();
        services.TryAddSingleton<PipelineTelemetry>();
        services.TryAddSingleton<Instruments>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Randomness>();

        services.TryAddSingleton<PriorityRequestQueue>();
        services.TryAddSingleton<RequestDispatcher>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RequestDispatcher>(static provider => provider.GetRequiredService<RequestDispatcher>()));
        services.TryAddSingleton<RequestPipeline>();
        services.TryAddSingleton<RetryPlanner>();
        services.TryAddSingleton<EndpointRouter>();
        services.TryAddSingleton<SelectionStrategySet>();
        services.TryAddSingleton<S3Transport>();

        services.TryAddSingleton<EmbeddedStore>(static provider => new EmbeddedStore(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<EndpointHandlers>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<HttpClientFactoryOptions>, EndpointHandlers>(static provider => provider.GetRequiredService<EndpointHandlers>()));
        CredentialsRegistration.AddCredentials(services);
        services.TryAddSingleton<CircuitChangeFeed>();
        services.TryAddSingleton<EndpointFactory>();
        services.TryAddSingleton<EndpointSet>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EndpointStart>());
        services.TryAddSingleton<EndpointTester>();
        services.TryAddSingleton<EndpointRegistry>();
        services.TryAddSingleton<IEndpointRegistry>(static provider => provider.GetRequiredService<EndpointRegistry>());

        services.TryAddSingleton<S3KitHealthCheck>();
        services.TryAddSingleton<TransferServices>();
        services.TryAddSingleton<ObjectStoreFactory>();
        services.TryAddSingleton(static provider => provider.GetRequiredService<ObjectStoreFactory>().Default);

        // Endpoints and pools come from configuration: their names are not known yet, so any key is answered, by name.
        services.TryAddKeyedSingleton<IObjectStore>(KeyedService.AnyKey, static (provider, key) => provider.GetRequiredService<ObjectStoreFactory>().Get(
            key as string ?? throw new InvalidOperationException($"An object store is asked for by the name of an endpoint or a pool, not by a {key?.GetType().Name ?? "null"}.")));
    }
}
