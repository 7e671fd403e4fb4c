using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using S3Kit.Configuration;
using S3Kit.DependencyInjection;
using S3Kit.Embedded;

namespace S3Kit.Routing;

/// <summary>Sets up the HTTP client of every endpoint, by the pattern of its name: endpoints come from configuration, so their names are not known at registration.</summary>
internal sealed class EndpointHandlers(EmbeddedStore embedded, SettingsSource settings, TimeProvider time) : IConfigureNamedOptions<HttpClientFactoryOptions>
{
    private readonly ConcurrentDictionary<string, EndpointSettings> _settings = new(StringComparer.Ordinal);

    /// <summary>Says what the client of a name is for, before it is made.</summary>
    public void Describe(string client, EndpointSettings endpoint) => _settings[client] = endpoint;

    public void Configure(HttpClientFactoryOptions options)
    {
        // The unnamed client is the app's.
    }

    public void Configure(string? name, HttpClientFactoryOptions options)
    {
        if (name is null || !HttpClientNames.IsOurs(name))
        {
            return;
        }

        // The builder works on services, but what it registers are options for a name: made in a place of their own, they can be applied to any name.
        // Logging is taken out because it would write keys, and queries of presigned addresses, at Information.
        var scratch = new ServiceCollection();
        scratch.AddHttpClient(name)
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureHttpClient(static client =>
            {
                // All limits are watched per request: by the operation's clock and the attempt's guard.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent.Value);
            });
        foreach (ServiceDescriptor descriptor in scratch)
        {
            if (!descriptor.IsKeyedService && descriptor.ImplementationInstance is IConfigureNamedOptions<HttpClientFactoryOptions> configuration)
            {
                configuration.Configure(name, options);
            }
        }

        options.HttpMessageHandlerBuilderActions.Add(builder => builder.PrimaryHandler = CreatePrimary(name));
    }

    private HttpMessageHandler CreatePrimary(string client)
    {
        if (_settings.TryGetValue(client, out EndpointSettings? endpoint) && endpoint.IsEmbedded)
        {
            return new EmbeddedS3Handler(embedded, endpoint.Address.BaseUri.Authority);
        }

        return new SocketsHttpHandler
        {
            // A redirect would be followed with a signature made for another host.
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = settings.Current.ConnectTimeout,

            // Changes of DNS are seen this soon; connections to addresses that are gone do not outlive it.
            PooledConnectionLifetime = settings.Current.PooledConnectionLifetime,
            ConnectCallback = new AddressConnector(time).ConnectAsync,

            // User metadata that other clients wrote without encoding it comes back as UTF-8.
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
    }
}
