using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;

namespace S3Kit.Tests.Transfers;

/// <summary>An app on the embedded store, with a bucket and the means to look behind it.</summary>
internal sealed class CopyScene : IAsyncDisposable
{
    public const int MiB = 1024 * 1024;

    private readonly Dictionary<EmbeddedOperation, EmbeddedFaultRule> _counters = [];

    private CopyScene(ServiceProvider services, EmbeddedStore embedded)
    {
        Services = services;
        Embedded = embedded;
        Store = services.GetRequiredService<IObjectStore>();
    }

    public ServiceProvider Services { get; }

    public IObjectStore Store { get; }

    public EmbeddedStore Embedded { get; }

    public EmbeddedFaults Faults => Embedded.Faults;

    /// <summary>An app whose large copies are those of more than 6 MiB, in parts of 5 MiB.</summary>
    public static async Task<CopyScene> CreateAsync(EmbeddedQuirks? quirks = null, Action<S3KitOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var embedded = new EmbeddedStore(TimeProvider.System, new EmbeddedStoreOptions { Quirks = quirks ?? new EmbeddedQuirks() });
        var scene = new CopyScene(
            MockServices.Create(
                options =>
                {
                    options.InitialRetryDelay = TimeSpan.Zero;

                    // With one endpoint a failing operation must not open its breaker under the next request.
                    options.CircuitBreaker.Threshold = 100;
                    options.Transfers.PartSize = 5 * MiB;
                    options.Transfers.MultipartThreshold = 6 * MiB;
                    options.Transfers.CopyPartSize = 5 * MiB;
                    options.Transfers.MultipartCopyThreshold = 6 * MiB;
                    options.Transfers.MaxConcurrentParts = 2;
                    configure?.Invoke(options);
                },
                collection =>
                {
                    collection.AddSingleton(embedded);
                    services?.Invoke(collection);
                }),
            embedded);
        foreach (EmbeddedOperation operation in Enum.GetValues<EmbeddedOperation>())
        {
            // A rule that never fires still counts the requests it is asked about.
            scene._counters[operation] = embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Refuse(), Operation = operation, Times = 0 });
        }

        await scene.Store.CreateBucketAsync("bucket");
        return scene;
    }

    /// <summary>How many requests of an operation have come.</summary>
    public int Count(EmbeddedOperation operation) => _counters[operation].Matched;

    public void Fail(EmbeddedOperation operation, EmbeddedFault fault, int times = int.MaxValue, string? key = null, int skip = 0) =>
        Faults.Add(new EmbeddedFaultRule { Fault = fault, Operation = operation, Times = times, Key = key, Skip = skip });

    /// <summary>Has the next request of an operation wait until the test has done something.</summary>
    public void Before(EmbeddedOperation operation, Func<Task> act, int skip = 0)
    {
        var go = new TaskCompletionSource();
        EmbeddedFaultRule rule = Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Hold(go.Task), Operation = operation, Times = 1, Skip = skip });
        _ = ActAsync();

        async Task ActAsync()
        {
            await rule.Fired;
            try
            {
                await act();
                go.SetResult();
            }
            catch (Exception e)
            {
                go.SetException(e);
            }
        }
    }

    public Task<PutObjectResult> PutAsync(string key, string text, PutObjectOptions? options = null, string bucket = "bucket") =>
        Store.PutObjectAsync(bucket, key, new MemoryStream(Encoding.UTF8.GetBytes(text)), options);

    public async Task<byte[]> PutLargeAsync(string key, int size = 11 * MiB, PutObjectOptions? options = null)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(size);
        await Store.PutObjectAsync("bucket", key, new MemoryStream(bytes), options);
        return bytes;
    }

    public async Task<string> TextAsync(string key, string bucket = "bucket", string? versionId = null) =>
        Encoding.UTF8.GetString(await BytesAsync(key, bucket, versionId));

    public async Task<byte[]> BytesAsync(string key, string bucket = "bucket", string? versionId = null)
    {
        await using GetObjectResult got = await Store.GetObjectAsync(bucket, key, new GetObjectOptions { VersionId = versionId });
        using var copy = new MemoryStream();
        await got.Content.CopyToAsync(copy);
        return copy.ToArray();
    }

    /// <summary>The tags as the store keeps them, in one text.</summary>
    public string TagsOf(string key, string bucket = "bucket")
    {
        lock (Embedded.Gate)
        {
            return string.Join('&', Embedded.Buckets[bucket].Current(key)!.Tags.Select(tag => $"{tag.Key}={tag.Value}"));
        }
    }

    public void SetTags(string key, params (string Name, string Value)[] tags)
    {
        lock (Embedded.Gate)
        {
            EmbeddedBucket bucket = Embedded.Buckets["bucket"];
            bucket.Replace(bucket.Current(key)! with { Tags = [.. tags.Select(tag => KeyValuePair.Create(tag.Name, tag.Value))] });
        }
    }

    public void SetVersioning(BucketVersioning versioning)
    {
        lock (Embedded.Gate)
        {
            Embedded.Buckets["bucket"].Versioning = versioning;
        }
    }

    public bool HasUploads
    {
        get
        {
            lock (Embedded.Gate)
            {
                return Embedded.Buckets["bucket"].Uploads.Count > 0;
            }
        }
    }

    public async ValueTask DisposeAsync() => await Services.DisposeAsync();
}
