using S3Kit;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds to a registration of S3Kit what configuration alone cannot say.</summary>
public interface IS3KitBuilder
{
    /// <summary>The services that S3Kit is registered in.</summary>
    IServiceCollection Services { get; }

    /// <summary>Adds an endpoint, or changes one that the configuration has: the configuration comes first, this after it.</summary>
    /// <param name="name">Its name, without regard to case.</param>
    /// <param name="configure">Sets its options.</param>
    /// <returns>This builder.</returns>
    IS3KitBuilder AddEndpoint(string name, Action<EndpointOptions> configure);

    /// <summary>Changes the <see cref="HttpClient"/> of one endpoint: handlers, proxies, certificates.</summary>
    /// <param name="name">The endpoint's name.</param>
    /// <param name="configure">
    /// Changes the client's registration; called twice, for the endpoint itself and for the embedded store in its place. A primary handler set here
    /// must not follow redirects or decompress.
    /// </param>
    /// <returns>This builder.</returns>
    IS3KitBuilder ConfigureHttpClient(string name, Action<IHttpClientBuilder> configure);
}
