using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>Aborts multipart uploads that were begun long ago. One that cannot be aborted does not keep the others from it.</summary>
internal sealed class UploadSweep(TransferContext transfer, AbortStaleUploadsOptions? options)
{
    public async Task<AbortStaleUploadsResult> RunAsync(IAsyncEnumerable<MultipartUpload> uploads, TimeSpan olderThan, CancellationToken cancellationToken)
    {
        DateTimeOffset now = transfer.Time.GetUtcNow();

        // Nothing is older than time itself.
        DateTimeOffset latest = olderThan > now - DateTimeOffset.MinValue ? DateTimeOffset.MinValue : now - olderThan;
        List<MultipartUpload> stale = [];
        await foreach (MultipartUpload upload in uploads.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // Of what age is not known, it may be of today. No age at all is every age: a store whose clock is ahead, or that rounds up (as swift does), names
            // a time that is still to come.
            if (upload.Initiated <= latest || (olderThan == TimeSpan.Zero && upload.Initiated is not null))
            {
                stale.Add(upload);
            }
        }

        var errors = new S3KitException?[stale.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = transfer.Settings.Transfers.MaxConcurrentParts, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, stale.Count, parallel, async (i, token) => errors[i] = await AbortAsync(stale[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return new AbortStaleUploadsResult
        {
            Aborted = [.. stale.Where((_, i) => errors[i] is null)],
            Failed = [.. errors.Select((error, i) => error is null ? null : new StaleUploadFailure(stale[i], error)).OfType<StaleUploadFailure>()],
        };
    }

    private async Task<S3KitException?> AbortAsync(MultipartUpload upload, CancellationToken cancellationToken)
    {
        try
        {
            var operation = new AbortMultipartUploadOperation(upload.Bucket, upload.Key, new StartedUpload(upload.UploadId, upload.Endpoint));
            await transfer.Runner.RunAsync(operation, options, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (S3KitException e)
        {
            return e;
        }
    }
}
