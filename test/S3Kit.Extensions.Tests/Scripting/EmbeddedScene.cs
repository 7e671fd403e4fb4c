using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;
using S3Kit.Resilience;
using S3Kit.Tests.Embedded;

namespace S3Kit.Tests.Scripting;

/// <summary>Several endpoints over one embedded store, as gateways of a cluster, with faults and a clock that stands still.</summary>
internal sealed class EmbeddedScene : IAsyncDisposable
{
    public const string Bucket = "bucket";
    public const string Key = "key";

    private readonly ConcurrentQueue<ScriptedCall> _calls = new();
    private readonly List<RecordingHandler> _handlers = [];

    private EmbeddedScene(Action<S3KitOptions>? configure, string[] endpoints)
    {
        Embedded = new EmbeddedStore(Time).Allow("AK", "SK");
        Services = MockServices.Create(
            options =>
            {
                // The clock stands still: a delay would never end.
                options.InitialRetryDelay = TimeSpan.Zero;
                options.CircuitBreaker.Threshold = 1000;
                configure?.Invoke(options);
            },
            services => Register(services, endpoints));
        Store = Services.GetRequiredService<IObjectStore>();
    }

    public WatchedTimeProvider Time { get; } = new();

    public EmbeddedStore Embedded { get; }

    public ServiceProvider Services { get; }

    public IObjectStore Store { get; }

    /// <summary>The gets that were sent.</summary>
    public IReadOnlyList<ScriptedCall> Gets => [.. _calls.Where(call => call.Method == "GET")];

    public IReadOnlyList<ScriptedCall> Calls => [.. _calls];

    /// <summary>Called before each request is answered.</summary>
    public Action? OnCall { get; set; }

    public bool IgnoresRanges
    {
        set => _handlers.ForEach(handler => handler.IgnoresRanges = value);
    }

    public static async Task<EmbeddedScene> CreateAsync(Action<S3KitOptions>? configure = null, params string[] endpoints)
    {
        var scene = new EmbeddedScene(configure, endpoints.Length == 0 ? ["a", "b"] : endpoints);
        await scene.Store.CreateBucketAsync(Bucket).Soon();
        return scene;
    }

    public EndpointSnapshot Snapshot(string name) => Services.GetRequiredService<IEndpointRegistry>().GetEndpoint(name);

    public async Task<string> PutAsync(byte[] bytes)
    {
        PutObjectResult put = await Store.PutObjectAsync(Bucket, Key, new MemoryStream(bytes)).Soon();
        return put.ETag!;
    }

    /// <summary>Stores an object with a header, such as a checksum, that a put of ours does not send.</summary>
    public async Task PutAsync(byte[] bytes, string header, string value)
    {
        using var client = new EmbeddedClient(Embedded);
        HttpResponseMessage response = await client.SendAsync("PUT", $"/{Bucket}/{Key}", body: new ByteArrayContent(bytes), headers: [(header, value)]);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
    }

    public Task<GetObjectResult> GetAsync(GetObjectOptions? options = null) => Store.GetObjectAsync(Bucket, Key, options).Soon();

    public async Task<byte[]> ReadAsync(GetObjectOptions? options = null)
    {
        await using GetObjectResult result = await GetAsync(options);
        return await result.Content.ReadAllAsync();
    }

    public EmbeddedFaultRule Fault(EmbeddedFault fault, int? times = 1, int skip = 0, string? endpoint = null) => Embedded.Faults.Add(new EmbeddedFaultRule
    {
        Fault = fault,
        Operation = EmbeddedOperation.GetObject,
        Times = times,
        Skip = skip,
        Host = endpoint is null ? null : endpoint + ".test",
    });

    public async ValueTask DisposeAsync() => await Services.DisposeAsync().AsTask().Soon();

    /// <summary>An answer that a store might give, in the place of what the embedded store would.</summary>
    public static HttpResponseMessage Answer(int status, byte[] bytes, string eTag, string? contentRange = null)
    {
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new ByteArrayContent(bytes) };
        response.Headers.TryAddWithoutValidation("ETag", $"\"{eTag}\"");
        if (contentRange is not null)
        {
            response.Content.Headers.TryAddWithoutValidation("Content-Range", contentRange);
        }

        return response;
    }

    public static string Range(long first, long last) => string.Create(CultureInfo.InvariantCulture, $"bytes={first}-{last}");

    private void Record(ScriptedCall call)
    {
        _calls.Enqueue(call);
        OnCall?.Invoke();
    }

    private void Register(IServiceCollection services, string[] endpoints)
    {
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<Randomness>(new ScriptedRandomness());
        IS3KitBuilder builder = services.AddS3Kit(static _ => { });
        foreach (string name in endpoints)
        {
            builder.AddEndpoint(name, options =>
            {
                options.Url = $"http://{name}.test";
                options.AccessKey = "AK";
                options.SecretKey = "SK";
                options.AddressingStyle = AddressingStyle.Path;
                options.MaxRetries = 10;
            });
            builder.ConfigureHttpClient(name, client => client.ConfigurePrimaryHttpMessageHandler(() =>
            {
                var handler = new RecordingHandler(new EmbeddedS3Handler(Embedded, $"{name}.test"), Record);
                _handlers.Add(handler);
                return handler;
            }));
        }
    }
}
