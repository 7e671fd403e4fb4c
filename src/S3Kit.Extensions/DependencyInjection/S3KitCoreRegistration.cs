using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.DependencyInjection;

/// <summary>Registers the way of a request, from the store to the HTTP clients.</summary>
internal static class S3KitCoreRegistration
{
    /// <summary>What every registration needs, however often it is asked for.</summary>
    public static void AddCore(IServiceCollection services) => _ = services;
}
