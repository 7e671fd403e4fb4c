using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// Has the store copy a large object in parts. Every part is pinned to the source that was looked at, and the source is looked at again before the parts become an
/// object, since there are stores that ignore the pin. Whatever goes wrong, the upload is aborted.
/// </summary>
internal sealed class MultipartCopier(
    TransferContext transfer, CopyOrigin origin, SourceObject source, string bucket, string key, CopyObjectOptions options)
{
    private const int MiB = 1024 * 1024;

    public async Task<CopyObjectResult> CopyAsync(PutObjectOptions description, CancellationToken cancellationToken)
    {
        StartedUpload upload = await transfer.Runner.RunAsync(new CreateMultipartUploadOperation(bucket, key, description), options, cancellationToken).ConfigureAwait(false);
        var target = new UploadTarget(bucket, key, description);
        await EncryptionProof.CheckBeginningAsync(transfer, target, upload).ConfigureAwait(false);
        try
        {
            UploadedPart[] parts = await CopyPartsAsync(upload, cancellationToken).ConfigureAwait(false);
            await CheckUnchangedAsync(cancellationToken).ConfigureAwait(false);
            PutObjectResult put = await new UploadCompletion(transfer, target, upload).CompleteAsync(parts, checksum: null, cancellationToken).ConfigureAwait(false);
            return new CopyObjectResult
            {
                Bucket = bucket,
                Key = key,
                Location = put.Location,
                ETag = put.ETag,
                VersionId = put.VersionId,
                SourceVersionId = origin.VersionId ?? source.Info.VersionId,
                ServerSideEncryption = put.ServerSideEncryption,
                Size = source.Info.Size,
                Endpoint = put.Endpoint,
            };
        }
        catch
        {
            await UploadCompletion.AbortAsync(transfer, target, upload).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Parts of one size, but for the last: as configured, or larger where 10,000 of them would not hold the object.</summary>
    internal static IReadOnlyList<CopyRange> Divide(long length, long configured)
    {
        long needed = (length + PartSizes.MaxParts - 1) / PartSizes.MaxParts;
        long size = Math.Max(configured, (needed + MiB - 1) / MiB * MiB);
        List<CopyRange> ranges = [];
        for (long first = 0; first < length; first += size)
        {
            ranges.Add(new CopyRange(ranges.Count + 1, first, Math.Min(first + size, length) - 1));
        }

        return ranges;
    }

    private async Task<UploadedPart[]> CopyPartsAsync(StartedUpload upload, CancellationToken cancellationToken)
    {
        IReadOnlyList<CopyRange> ranges = Divide(source.Info.Size, transfer.Settings.Transfers.CopyPartSize);
        var parts = new UploadedPart[ranges.Count];
        await Parallel.ForEachAsync(
            ranges,
            new ParallelOptions { MaxDegreeOfParallelism = transfer.Settings.Transfers.MaxConcurrentParts, CancellationToken = cancellationToken },
            async (range, token) => parts[range.Number - 1] =
                await transfer.Runner.RunAsync(new UploadPartCopyOperation(bucket, key, upload, origin, source.Info.ETag, range) { SourceKey = options.SourceCustomerKey, CustomerKey = options.CustomerKey }, options, token).ConfigureAwait(false)).ConfigureAwait(false);
        return parts;
    }

    private async Task CheckUnchangedAsync(CancellationToken cancellationToken)
    {
        HeadObjectOptions head = new() { Priority = options.Priority, Timeout = options.Timeout, EndpointSelectionStrategy = options.EndpointSelectionStrategy, Endpoint = options.Endpoint, VersionId = origin.VersionId, CustomerKey = options.SourceCustomerKey };
        ObjectInfo? now = await transfer.Runner.RunAsync(new HeadObjectOperation(origin.Bucket, origin.Key, head), head, cancellationToken).ConfigureAwait(false);
        if (now is null || now.Size != source.Info.Size || !string.Equals(now.ETag, source.Info.ETag, StringComparison.Ordinal))
        {
            var context = new S3ErrorContext("CopyObject", now?.Endpoint, origin.Bucket, origin.Key);
            throw S3Errors.PreconditionFailed(context, $"the source has {(now is null ? "gone" : "changed")} while it was copied in parts. Nothing was stored.");
        }
    }
}
