using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;

namespace S3Kit.Tests;

/// <summary>A store in memory with a bucket, for each test.</summary>
public abstract class EmbeddedFixture
{
    private protected const string Bucket = "bucket";

    private ServiceProvider? _services;

    private protected IObjectStore Store { get; private set; } = null!;

    private protected EmbeddedFaults Faults => _services!.GetRequiredService<EmbeddedStore>().Faults;

    [SetUp]
    public async Task StartAsync()
    {
        _services = MockServices.Create(options => options.MaxRetries = 0);
        Store = _services.GetRequiredService<IObjectStore>();
        await Store.CreateBucketAsync(Bucket);
    }

    [TearDown]
    public async Task StopAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    /// <summary>Objects of these keys, each holding its key.</summary>
    private protected async Task PutAsync(params string[] keys)
    {
        foreach (string key in keys)
        {
            await Store.PutTextAsync(Bucket, key, key.EndsWith('/') ? "" : key);
        }
    }

    private protected async Task<List<string>> KeysAsync() => await Store.ListObjectsAsync(Bucket).Select(info => info.Key).ToListAsync();
}
