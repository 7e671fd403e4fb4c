namespace S3Kit.IntegrationTests;

/// <summary>A host on the three gateways and a bucket of its own for every fixture; a deadline for every test.</summary>
public abstract class StoreFixture
{
    /// <summary>Far above what any test takes: it ends a hang, it measures nothing.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly List<string> _buckets = [];
    private StoreHost? _host;
    private CancellationTokenSource? _deadline;

    private protected StoreHost Host => _host!;

    private protected IObjectStore Store => _host!.Store;

    private protected string Bucket => _buckets[0];

    private protected CancellationToken Deadline => _deadline!.Token;

    [OneTimeSetUp]
    public async Task StartHostAsync()
    {
        using var deadline = new CancellationTokenSource(Limit, TimeProvider.System);
        _host = await StoreHost.StartAsync(Configure, deadline.Token);
        await NewBucketAsync(deadline.Token);
    }

    [OneTimeTearDown]
    public async Task StopHostAsync()
    {
        if (_host is null)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(Limit, TimeProvider.System);
        foreach (var bucket in _buckets)
        {
            await Buckets.EmptyAsync(Store, bucket, deadline.Token);
            await Store.DeleteBucketAsync(bucket, cancellationToken: deadline.Token);
        }

        await _host.DisposeAsync();
    }

    [SetUp]
    public void SetDeadline() => _deadline = new CancellationTokenSource(Limit, TimeProvider.System);

    [TearDown]
    public void DropDeadline() => _deadline?.Dispose();

    private protected virtual void Configure(S3KitOptions options)
    {
    }

    /// <summary>A bucket that is emptied and deleted with the fixture.</summary>
    private protected async Task<string> NewBucketAsync(CancellationToken cancellationToken)
    {
        var bucket = Buckets.NewName();
        await Store.CreateBucketAsync(bucket, cancellationToken: cancellationToken);
        _buckets.Add(bucket);
        return bucket;
    }

    private protected async Task<PutObjectResult> PutAsync(string key, byte[] content, PutObjectOptions? options = null)
    {
        using var stream = new MemoryStream(content, writable: false);
        return await Store.PutObjectAsync(Bucket, key, stream, options, Deadline);
    }

    private protected async Task<byte[]> GetAsync(string key, GetObjectOptions? options = null)
    {
        await using var result = await Store.GetObjectAsync(Bucket, key, options, Deadline);
        return await result.Content.ReadToEndAsync(Deadline);
    }

    private protected async Task<List<string>> KeysAsync(string bucket, string? prefix = null, ListObjectsOptions? options = null)
    {
        var keys = new List<string>();
        await foreach (var info in Store.ListObjectsAsync(bucket, prefix, options, Deadline))
        {
            keys.Add(info.Key);
        }

        return keys;
    }
}
