using Microsoft.Extensions.Configuration;
using S3Kit;
using S3Kit.Configuration;
using S3Kit.Credentials;
using S3Kit.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers S3Kit. Any of these may be called more than once: what they register is registered once, and settings add up in the order of the calls.
/// </summary>
public static class S3KitServiceCollectionExtensions
{
    /// <summary>Registers S3Kit with the settings of a configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The root, whose section <c>S3Kit</c> is read, or that section itself under whatever name. Its reloads are followed.</param>
    /// <returns>A builder that adds what configuration cannot say.</returns>
    public static IS3KitBuilder AddS3Kit(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        S3KitOptionsRegistration.Bind(services, configuration);
        return Add(services);
    }

    /// <summary>
    /// Registers S3Kit with the settings that code gives. Where it gives no endpoint <c>default</c>, the environment may; where there is no endpoint at all, the
    /// embedded store takes its place.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>A builder that adds endpoints and changes their HTTP clients.</returns>
    public static IS3KitBuilder AddS3Kit(this IServiceCollection services, Action<S3KitOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        services.Configure(configure);
        return Add(services);
    }

    /// <summary>Registers S3Kit with the settings of a configuration, and then those that code gives.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The root, whose section <c>S3Kit</c> is read, or that section itself under whatever name. Its reloads are followed.</param>
    /// <param name="configure">Changes the options that the configuration has set.</param>
    /// <returns>A builder that adds what configuration cannot say.</returns>
    public static IS3KitBuilder AddS3Kit(this IServiceCollection services, IConfiguration configuration, Action<S3KitOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);

        services.AddS3Kit(configuration);
        services.Configure(configure);
        return new S3KitBuilder(services);
    }

    private static S3KitBuilder Add(IServiceCollection services)
    {
        S3KitOptionsRegistration.AddOptions(services);
        CredentialsRegistration.AddCredentials(services);
        S3KitCoreRegistration.AddCore(services);
        return new S3KitBuilder(services);
    }
}
