using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using S3Kit.Chaos.Gateways;
using S3Kit.Chaos.Model;

namespace S3Kit.Chaos.Load;

/// <summary>An app with S3Kit on the gateways.</summary>
internal sealed class ChaosHost : IAsyncDisposable
{
    private readonly IHost _host;

    private ChaosHost(IHost host) => _host = host;

    public IObjectStore Store => _host.Services.GetRequiredService<IObjectStore>();

    public IEndpointRegistry Endpoints => _host.Services.GetRequiredService<IEndpointRegistry>();

    /// <param name="gateways">The account.</param>
    /// <param name="urls">The address of each gateway, or of the proxy before it.</param>
    /// <param name="attempts">Sees every request; <see langword="null"/> for nobody.</param>
    /// <param name="configure">Sets the limits.</param>
    public static async Task<ChaosHost> StartAsync(GatewaySettings gateways, IReadOnlyList<Uri> urls, AttemptLog? attempts, Action<S3KitOptions> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        var s3 = builder.Services.AddS3Kit(configure);
        for (var i = 0; i < urls.Count; i++)
        {
            var number = i + 1;
            var url = urls[i].AbsoluteUri;
            var name = FormattableString.Invariant($"gw{number}");
            s3.AddEndpoint(name, endpoint =>
            {
                endpoint.Url = url;
                endpoint.AccessKey = gateways.AccessKey;
                endpoint.SecretKey = gateways.SecretKey;
                endpoint.Region = gateways.Region;
            });
            if (attempts is not null)
            {
                s3.ConfigureHttpClient(name, client => client.AddHttpMessageHandler(() => attempts.CreateHandler(number)));
            }
        }

        var host = builder.Build();
        await host.StartAsync();
        return new ChaosHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
