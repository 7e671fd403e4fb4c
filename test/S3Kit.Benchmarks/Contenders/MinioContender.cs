using Minio;
using Minio.DataModel;
using Minio.DataModel.Args;

namespace S3Kit.Benchmarks.Contenders;

/// <summary>The Minio client.</summary>
internal sealed class MinioContender : IContender
{
    private readonly IMinioClient _client;
    private readonly string _bucket;

    public MinioContender(Target target)
    {
        _bucket = target.Bucket;
        _client = new MinioClient()
            .WithEndpoint(target.Url.Authority)
            .WithCredentials(target.AccessKey, target.SecretKey)
            .WithRegion(Target.Region)
            .WithSSL(string.Equals(target.Url.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal))
            .Build();
    }

    public Task GetAsync(string key, CancellationToken cancellationToken) => _client.GetObjectAsync(
        new GetObjectArgs().WithBucket(_bucket).WithObject(key).WithCallbackStream(static (body, token) => Contender.DrainAsync(body, token)), cancellationToken);

    public async Task PutAsync(string key, byte[] content, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(content, writable: false);
        await _client.PutObjectAsync(new PutObjectArgs().WithBucket(_bucket).WithObject(key).WithStreamData(body).WithObjectSize(content.Length), cancellationToken).ConfigureAwait(false);
    }

    public Task HeadAsync(string key, CancellationToken cancellationToken) => _client.StatObjectAsync(new StatObjectArgs().WithBucket(_bucket).WithObject(key), cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => _client.RemoveObjectAsync(new RemoveObjectArgs().WithBucket(_bucket).WithObject(key), cancellationToken);

    public async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        int count = 0;
        await foreach (Item _ in _client.ListObjectsEnumAsync(new ListObjectsArgs().WithBucket(_bucket).WithRecursive(true), cancellationToken).ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }

    public Task DownloadFileAsync(string key, string path, CancellationToken cancellationToken) =>
        _client.GetObjectAsync(new GetObjectArgs().WithBucket(_bucket).WithObject(key).WithFile(path), cancellationToken);

    public Task UploadFileAsync(string path, string key, CancellationToken cancellationToken) =>
        _client.PutObjectAsync(new PutObjectArgs().WithBucket(_bucket).WithObject(key).WithFileName(path), cancellationToken);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return default;
    }
}
