using System.Runtime.CompilerServices;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Transfers;

namespace S3Kit.Store;

/// <content>Uploads of several requests, and the uploads that others have left behind.</content>
internal sealed partial class ObjectStore
{
    public Task<ObjectWriteStream> OpenWriteAsync(string bucket, string key, OpenWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckKey(key);
        PutObjectCheck.Check(options);
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<ObjectWriteStream>(cancellationToken)
            : Task.FromResult<ObjectWriteStream>(new PartWriteStream(NewTransfer(), new UploadTarget(bucket, key, options), options?.CompleteOnDispose ?? true, cancellationToken));
    }

    public async Task<PutObjectResult> UploadFileAsync(string filePath, string bucket, string key, UploadFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckKey(key);
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        PutObjectCheck.Check(options);
        if (options is { Checkpoints: null, ResumeKey: not null })
        {
            throw new ArgumentException(
                $"{nameof(UploadFileOptions.ResumeKey)} names a checkpoint, but {nameof(UploadFileOptions.Checkpoints)} says of no place to keep it. Set both, or neither.", nameof(options));
        }

        return await FileTransfer.UploadAsync(NewTransfer(), new UploadTarget(bucket, key, options), filePath, target, cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<MultipartUpload> ListMultipartUploadsAsync(
        string bucket, string? prefix = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckPrefix(prefix);
        return EnumerateUploadsAsync(bucket, prefix, options, cancellationToken);
    }

    public Task<AbortStaleUploadsResult> AbortStaleUploadsAsync(
        string bucket, TimeSpan olderThan, AbortStaleUploadsOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckPrefix(options?.Prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(olderThan, TimeSpan.Zero);
        return new UploadSweep(NewTransfer(), options).RunAsync(ListMultipartUploadsAsync(bucket, options?.Prefix, options, cancellationToken), olderThan, cancellationToken);
    }

    private async IAsyncEnumerable<MultipartUpload> EnumerateUploadsAsync(
        string bucket, string? prefix, RequestOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        UploadsPosition? position = null;
        HashSet<(string, string)> positions = [];
        bool encoded = true;
        while (true)
        {
            UploadsPage page = await RunAsync(new ListMultipartUploadsOperation(bucket, prefix, position, encoded), options, cancellationToken).ConfigureAwait(false);
            if (ReferenceEquals(page, UploadsPage.Ambiguous))
            {
                encoded = false;
                continue;
            }

            foreach (MultipartUpload upload in page.Uploads)
            {
                yield return upload;
            }

            position = page.Next;
            if (position is null)
            {
                yield break;
            }

            if (!positions.Add((position.Key, position.UploadId)))
            {
                throw S3Errors.NotS3(
                    new S3ErrorContext("ListMultipartUploads", position.Endpoint, bucket, null), 200, "the answers repeat themselves, so the listing would never end.", null);
            }
        }
    }

    private TransferContext NewTransfer() => new(this, pipeline.Dispatcher, settings.Current, pipeline.Time, transfers.Buffers, transfers.Logger);
}
