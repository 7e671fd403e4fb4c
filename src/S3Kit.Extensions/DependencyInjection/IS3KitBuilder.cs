using Polly;
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

    /// <summary>
    /// Adds strategies to the pipeline that every attempt on one endpoint goes through: a timeout, a rate limiter, chaos, what you like. They stand around the endpoint's circuit breaker, the
    /// first one added outermost, and inside of our retries: what they refuse (<see cref="ExecutionRejectedException"/>) is a transient failure, so that another endpoint is tried. With
    /// <see cref="S3KitOptions.MaxRetries"/> 0 and a <see cref="CircuitBreakerOptions.Threshold"/> out of reach they take the place of what is built in.
    /// </summary>
    /// <param name="name">The endpoint's name.</param>
    /// <param name="configure">Adds to the pipeline. Called whenever the endpoint is made anew.</param>
    /// <returns>This builder.</returns>
    IS3KitBuilder ConfigureResilience(string name, Action<ResiliencePipelineBuilder> configure);

    /// <summary>Adds a way to choose among endpoints.</summary>
    /// <typeparam name="TStrategy">The strategy. One instance serves all pools; it is made with the app's services at first use.</typeparam>
    /// <param name="name">Its name in settings and options, without regard to case, hyphens and underscores.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">There is a strategy of that name already.</exception>
    IS3KitBuilder AddSelectionStrategy<TStrategy>(string name)
        where TStrategy : class, IEndpointSelectionStrategy;
}
