using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace S3Kit.IntegrationTests;

/// <summary>An app as users write it: a Generic Host with S3Kit, started.</summary>
internal sealed class StoreHost : IAsyncDisposable
{
    private readonly IHost _host;

    private StoreHost(IHost host) => _host = host;

    public IObjectStore Store => _host.Services.GetRequiredService<IObjectStore>();

    public IEndpointRegistry Endpoints => _host.Services.GetRequiredService<IEndpointRegistry>();

    /// <summary>A host whose default pool is the three gateways.</summary>
    public static Task<StoreHost> StartAsync(CancellationToken cancellationToken) => StartAsync(static _ => { }, cancellationToken);

    /// <summary>A host whose default pool is the three gateways.</summary>
    public static Task<StoreHost> StartAsync(Action<S3KitOptions> configure, CancellationToken cancellationToken)
    {
        // Asked for here, not in the callback: a missing server must skip the test, not fail the host.
        string[] gateways = [TestServers.Gateway1, TestServers.Gateway2, TestServers.Gateway3];
        var endpoints = gateways.Select(gateway => KeyValuePair.Create(gateway, TestServers.Endpoint(gateway))).ToList();
        return StartBareAsync(
            options =>
            {
                foreach (var (gateway, endpoint) in endpoints)
                {
                    options.Endpoints[gateway] = endpoint;
                }

                configure(options);
            },
            cancellationToken);
    }

    /// <summary>A host with nothing but what the test configures.</summary>
    public static Task<StoreHost> StartBareAsync(Action<S3KitOptions> configure, CancellationToken cancellationToken) => StartAppAsync(
        builder => builder.Services.AddS3Kit(options =>
        {
            // Failures that tests provoke are retried as ever, only sooner.
            options.InitialRetryDelay = TimeSpan.FromMilliseconds(50);

            // Hundreds at once wait for their turn, on a busy machine for long: how long is not what is tested.
            options.DefaultTimeout = TimeSpan.FromMinutes(2);
            configure(options);
        }),
        cancellationToken);

    /// <summary>A host that registers S3Kit as the test says.</summary>
    public static async Task<StoreHost> StartAppAsync(Action<HostApplicationBuilder> register, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        register(builder);
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch
        {
            host.Dispose();
            throw;
        }

        return new StoreHost(host);
    }

    public IObjectStore StoreOf(string name) => _host.Services.GetRequiredKeyedService<IObjectStore>(name);

    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
