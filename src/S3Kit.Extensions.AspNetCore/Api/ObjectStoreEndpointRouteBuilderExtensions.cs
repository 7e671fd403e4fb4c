using Microsoft.AspNetCore.Routing;
using S3Kit;
using S3Kit.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps an object store to routes.</summary>
public static class ObjectStoreEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>/objects/{bucket}/{key}</c> (PUT, GET, HEAD, DELETE), <c>/objects/{bucket}</c> (GET: a page of the listing) and <c>/buckets</c>,
    /// <c>/buckets/{bucket}</c>. Bodies are streamed in both directions; keys arrive exactly as percent-encoded; failures are problem details (RFC 9457).
    /// The routes are open to everybody: call <c>RequireAuthorization()</c> on the result unless that is meant.
    /// </summary>
    /// <param name="endpoints">Where to map.</param>
    /// <param name="pattern">What comes before <c>/objects</c> and <c>/buckets</c>. Default: nothing.</param>
    /// <param name="configure">Sets the options; <see langword="null"/> for the defaults.</param>
    /// <returns>Adds conventions to all of these routes.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="ObjectStoreEndpointOptions.MaxUploadBytes"/> is negative.</exception>
    public static IEndpointConventionBuilder MapObjectStore(
        this IEndpointRouteBuilder endpoints,
        [System.Diagnostics.CodeAnalysis.StringSyntax("Route")] string pattern = "",
        Action<ObjectStoreEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new ObjectStoreEndpointOptions();
        configure?.Invoke(options);
        if (options.MaxUploadBytes is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(limit, nameof(configure));
        }

        var group = endpoints.MapGroup(pattern);
        new ObjectStoreRoutes(options).Map(group);
        return group;
    }
}
