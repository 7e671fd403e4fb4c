using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace S3Kit.Credentials;

/// <summary>Registers where credentials come from.</summary>
internal static class CredentialsRegistration
{
    private const int LargestAnswer = 64 * 1024;

    /// <summary>What every registration needs, however often it is asked for.</summary>
    public static void AddCredentials(IServiceCollection services)
    {
        if (services.Any(descriptor => descriptor.ServiceType == typeof(CredentialSourceFactory)))
            return;

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<CredentialSourceFactory>();
        services.AddHttpClient(RoleCredentialProvider.HttpClientName, client => client.MaxResponseContentBufferSize = LargestAnswer)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // The services are on this machine: a proxy or another host has no business in it.
                UseProxy = false,
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(2),
            });
    }
}
