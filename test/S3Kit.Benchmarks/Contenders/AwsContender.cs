using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace S3Kit.Benchmarks.Contenders;

/// <summary>AWSSDK.S3, and its TransferUtility for files. Checksums only where they are required, as the others; payloads are signed, as it does over http.</summary>
internal sealed class AwsContender : IContender
{
    private readonly AmazonS3Client _client;
    private readonly TransferUtility _transfers;
    private readonly string _bucket;

    public AwsContender(Target target)
    {
        _bucket = target.Bucket;
        _client = new AmazonS3Client(
            new BasicAWSCredentials(target.AccessKey, target.SecretKey),
            new AmazonS3Config
            {
                ServiceURL = target.Url.GetLeftPart(UriPartial.Authority),
                ForcePathStyle = true,
                AuthenticationRegion = Target.Region,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            });
        _transfers = new TransferUtility(_client);
    }

    public async Task GetAsync(string key, CancellationToken cancellationToken)
    {
        using GetObjectResponse response = await _client.GetObjectAsync(_bucket, key, cancellationToken).ConfigureAwait(false);
        await Contender.DrainAsync(response.ResponseStream, cancellationToken).ConfigureAwait(false);
    }

    public async Task PutAsync(string key, byte[] content, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream(content, writable: false);
        await _client.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, InputStream = body, AutoCloseStream = false }, cancellationToken).ConfigureAwait(false);
    }

    public Task HeadAsync(string key, CancellationToken cancellationToken) => _client.GetObjectMetadataAsync(_bucket, key, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => _client.DeleteObjectAsync(_bucket, key, cancellationToken);

    public async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        int count = 0;
        await foreach (S3Object _ in _client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = _bucket }).S3Objects.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }

    public Task DownloadFileAsync(string key, string path, CancellationToken cancellationToken) => _transfers.DownloadAsync(path, _bucket, key, cancellationToken);

    public Task UploadFileAsync(string path, string key, CancellationToken cancellationToken) => _transfers.UploadAsync(path, _bucket, key, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _transfers.Dispose();
        _client.Dispose();
        return default;
    }
}
