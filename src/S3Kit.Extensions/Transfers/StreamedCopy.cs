using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>Carries an object over from another store: read there, written here, a part at a time.</summary>
internal sealed class StreamedCopy(IObjectStore store, S3KitOptions settings, CopyOrigin origin, SourceObject source, string bucket, string key, CopyObjectOptions options)
{
    private readonly GetObjectOptions _get = new()
    {
        Priority = options.Priority,
        Timeout = options.Timeout,
        EndpointSelectionStrategy = options.EndpointSelectionStrategy,
        Endpoint = options.SourceEndpoint,
        VersionId = origin.VersionId,
        CustomerKey = options.SourceCustomerKey,

        // Pinned to what was looked at: its description goes with the copy.
        IfMatch = source.Info.ETag,
    };

    private readonly S3ErrorContext _context = new("CopyObject", source.Info.Endpoint, origin.Bucket, origin.Key);

    public async Task<CopyObjectResult> CopyAsync(PutObjectOptions description, CancellationToken cancellationToken)
    {
        GetObjectResult read = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (read.ConfigureAwait(false))
        {
            long? size = read.ContentLength >= 0 ? read.ContentLength : null;
            if (size is not null && source.Info.Size >= 0 && size != source.Info.Size)
            {
                throw S3Errors.Integrity(_context, $"the source had {source.Info.Size} bytes and now has {size}. Nothing was stored.");
            }

            // One request reads one state of the object. It is the long transfers that a change can overtake.
            bool isLarge = size is null || size >= settings.Transfers.MultipartThreshold;
            var content = new CopiedContent(read.Content, size, _context, isLarge ? CheckUnchangedAsync : null);
            await using (content.ConfigureAwait(false))
            {
                PutObjectResult put = await store.PutObjectAsync(bucket, key, content, description with { ContentLength = size }, cancellationToken).ConfigureAwait(false);
                return new CopyObjectResult
                {
                    Bucket = bucket,
                    Key = key,
                    Location = put.Location,
                    ETag = put.ETag,
                    VersionId = put.VersionId,
                    SourceVersionId = origin.VersionId ?? source.Info.VersionId,
                    ServerSideEncryption = put.ServerSideEncryption,
                    Size = put.Size,
                    Endpoint = put.Endpoint,
                };
            }
        }
    }

    private async Task<GetObjectResult> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await store.GetObjectAsync(origin.Bucket, origin.Key, _get, cancellationToken).ConfigureAwait(false);
        }
        catch (S3PreconditionFailedException e)
        {
            throw S3Errors.PreconditionFailed(_context, "the source has changed since it was looked at. Nothing was stored.", e);
        }
    }

    private async Task CheckUnchangedAsync(CancellationToken cancellationToken)
    {
        HeadObjectOptions head = new() { Priority = _get.Priority, Timeout = _get.Timeout, Endpoint = _get.Endpoint, VersionId = _get.VersionId, CustomerKey = _get.CustomerKey };
        ObjectInfo? now = await store.HeadObjectAsync(origin.Bucket, origin.Key, head, cancellationToken).ConfigureAwait(false);
        if (now is null || !string.Equals(now.ETag, source.Info.ETag, StringComparison.Ordinal))
        {
            throw S3Errors.PreconditionFailed(_context, $"the source has {(now is null ? "gone" : "changed")} while it was copied. Nothing was stored.");
        }
    }
}
