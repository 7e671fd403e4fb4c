using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using S3Kit.Routing;

namespace S3Kit.Configuration;

/// <summary>Registers the options: where they come from, how they are checked, and who follows their changes.</summary>
internal static class S3KitOptionsRegistration
{
    /// <summary>What every registration needs, however often it is asked for.</summary>
    public static void AddOptions(IServiceCollection services)
    {
        if (Find<SelectionStrategyNames>(services) is not null)
            return;

        services.AddLogging();
        services.AddSingleton(new SelectionStrategyNames());
        services.TryAddSingleton<EnvironmentVariables>(Environment.GetEnvironmentVariable);
        services.TryAddSingleton<SettingsSource>();

        // In this order: whatever code says comes before the environment is asked for what is still missing.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<S3KitOptions>, EndpointAdditions>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<S3KitOptions>, EnvironmentEndpoint>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<S3KitOptions>, EndpointExpansion>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<S3KitOptions>, S3KitOptionsValidator>());
        services.AddOptions<S3KitOptions>().ValidateOnStart();
    }

    /// <summary>Takes settings from a configuration: from its section <c>S3Kit</c> if it is a root or has one, otherwise from the section that it is.</summary>
    public static void Bind(IServiceCollection services, IConfiguration configuration)
    {
        if (Instances<BoundConfiguration>(services).Any(bound => bound.IsSameAs(configuration)))
            return;

        var added = new BoundConfiguration(configuration);
        services.AddSingleton(added);
        services.AddSingleton<IConfigureOptions<S3KitOptions>>(added);
    }

    /// <summary>The strategies that may be configured, for adding the app's own while services are registered.</summary>
    public static SelectionStrategyNames StrategyNames(IServiceCollection services) =>
        Find<SelectionStrategyNames>(services) ?? throw new InvalidOperationException("S3Kit is not registered here; call AddS3Kit first.");

    private static T? Find<T>(IServiceCollection services)
        where T : class => Instances<T>(services).FirstOrDefault();

    private static IEnumerable<T> Instances<T>(IServiceCollection services)
        where T : class => services
            .Where(descriptor => !descriptor.IsKeyedService && descriptor.ServiceType == typeof(T))
            .Select(descriptor => descriptor.ImplementationInstance).OfType<T>();
}
