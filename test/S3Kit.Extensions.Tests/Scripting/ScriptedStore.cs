using Microsoft.Extensions.DependencyInjection;
using S3Kit.Resilience;
using S3Kit.Routing;

namespace S3Kit.Tests.Scripting;

/// <summary>The services with endpoints whose network, clock and chance are scripted.</summary>
internal sealed class ScriptedStore : IAsyncDisposable
{
    private readonly Dictionary<string, ScriptedEndpoint> _endpoints = new(StringComparer.Ordinal);

    public ScriptedStore(params string[] endpoints)
        : this(null, endpoints)
    {
    }

    public ScriptedStore(Action<S3KitOptions>? configure, params string[] endpoints)
        : this(configure, null, endpoints)
    {
    }

    public ScriptedStore(Action<S3KitOptions>? configure, Action<IServiceCollection>? register, params string[] endpoints)
    {
        Services = MockServices.Create(configure, services =>
        {
            Script(services, endpoints);
            register?.Invoke(services);
        });
        Store = Services.GetRequiredService<IObjectStore>();
        Registry = Services.GetRequiredService<IEndpointRegistry>();
    }

    public WatchedTimeProvider Time { get; } = new();

    public ScriptedRandomness Randomness { get; } = new();

    public ServiceProvider Services { get; }

    public IObjectStore Store { get; }

    public IEndpointRegistry Registry { get; }

    public ScriptedEndpoint this[string name] => _endpoints[name];

    public EndpointSnapshot Snapshot(string name) => Registry.GetEndpoint(name);

    public StorageEndpoint Endpoint(string name) => Services.GetRequiredService<EndpointSet>().Find(name);

    public Task<ObjectInfo?> HeadAsync(string key = "key", HeadObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        Store.HeadObjectAsync("bucket", key, options, cancellationToken);

    public Task<PutObjectResult> PutAsync(Stream content, PutObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        Store.PutObjectAsync("bucket", "key", content, options, cancellationToken);

    public Task<GetObjectResult> GetAsync(CancellationToken cancellationToken = default) => Store.GetObjectAsync("bucket", "key", cancellationToken: cancellationToken);

    /// <summary>Has the next delay between two tries be skipped as soon as it begins.</summary>
    public async Task PassDelay(TimeSpan delay, Task<TimeSpan> begun)
    {
        Assert.That(await begun, Is.EqualTo(delay));
        Time.Advance(delay);
    }

    public async ValueTask DisposeAsync() => await Services.DisposeAsync().AsTask().Soon();

    /// <summary>Registers what is scripted. For tests that make a host of their own too.</summary>
    public void Script(IServiceCollection services, params string[] endpoints)
    {
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<Randomness>(Randomness);
        IS3KitBuilder builder = services.AddS3Kit(static options =>

            // A put is one request here, whatever its size: what is scripted is its answer.
            options.Transfers.MultipartThreshold = 5L * 1024 * 1024 * 1024);
        foreach (string name in endpoints)
        {
            ScriptedEndpoint endpoint = _endpoints[name] = new ScriptedEndpoint();
            builder.AddEndpoint(name, options =>
            {
                options.Url ??= $"http://{name}.test";
                options.AccessKey ??= "key-of-" + name;
                options.SecretKey ??= "secret-of-" + name;
                options.AddressingStyle = AddressingStyle.Path;
            });
            builder.ConfigureHttpClient(name, client => client.ConfigurePrimaryHttpMessageHandler(() => endpoint));
        }
    }
}
