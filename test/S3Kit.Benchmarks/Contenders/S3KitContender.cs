using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace S3Kit.Benchmarks.Contenders;

/// <summary>S3Kit as an app gets it: through its services, the queue and the pipelines, with the default options but for the limits of concurrency.</summary>
internal sealed class S3KitContender : IContender
{
    private readonly ServiceProvider _services;
    private readonly string _bucket;

    public S3KitContender(Target target, int callers)
    {
        _bucket = target.Bucket;
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.ClearProviders());
        services.AddS3Kit(options =>
        {
            options.MaxConcurrentRequests = Math.Max(options.MaxConcurrentRequests, callers);
            options.QueueSize = Math.Max(options.QueueSize, callers);
            options.Endpoints["default"] = new EndpointOptions
            {
                Url = target.Url.GetLeftPart(UriPartial.Authority),
                AccessKey = target.AccessKey,
                SecretKey = target.SecretKey,
                Region = Target.Region,
                MaxConcurrentRequests = Math.Max(5, callers),
            };
        });
        _services = services.BuildServiceProvider();
        Store = _services.GetRequiredService<IObjectStore>();
    }

    public IObjectStore Store { get; }

    public async Task GetAsync(string key, CancellationToken cancellationToken)
    {
        await using GetObjectResult result = await Store.GetObjectAsync(_bucket, key, cancellationToken: cancellationToken).ConfigureAwait(false);
        await Contender.DrainAsync(result.Content, cancellationToken).ConfigureAwait(false);
    }

    public async Task PutAsync(string key, byte[] content, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(content, 0, content.Length, writable: false, publiclyVisible: true);
        await Store.PutObjectAsync(_bucket, key, body, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    public async Task HeadAsync(string key, CancellationToken cancellationToken) =>
        _ = await Store.HeadObjectAsync(_bucket, key, cancellationToken: cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException("It is not there.");

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => Store.DeleteObjectAsync(_bucket, key, cancellationToken: cancellationToken);

    public async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        int count = 0;
        await foreach (ObjectInfo _ in Store.ListObjectsAsync(_bucket, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }

    public Task DownloadFileAsync(string key, string path, CancellationToken cancellationToken) => Store.DownloadFileAsync(_bucket, key, path, cancellationToken: cancellationToken);

    public Task UploadFileAsync(string path, string key, CancellationToken cancellationToken) => Store.UploadFileAsync(path, _bucket, key, cancellationToken: cancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
