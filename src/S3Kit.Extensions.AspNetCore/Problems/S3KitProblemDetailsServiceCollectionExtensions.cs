using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using S3Kit;
using S3Kit.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds problem details for failures of the object store.</summary>
public static class S3KitProblemDetailsServiceCollectionExtensions
{
    /// <summary>
    /// Lets the exception handler middleware answer every <see cref="S3KitException"/> of the app's own endpoints as RFC 9457 problem details, with the
    /// statuses that <c>MapObjectStore</c> uses (which needs none of this). Needs <c>app.UseExceptionHandler()</c> and, for everything else that may be
    /// thrown, <c>AddProblemDetails()</c>. Calling it twice is safe.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddS3KitProblemDetails(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IExceptionHandler, S3KitExceptionHandler>());
        return services;
    }
}
