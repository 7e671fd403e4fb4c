using S3Kit.Protocol;

namespace S3Kit.Transfers;

/// <summary>Moves one object: nothing is deleted before the copy has been seen, and then only what was copied.</summary>
internal sealed class ObjectMove(IObjectStore store, string sourceBucket, string sourceKey, string bucket, string key, CopyObjectOptions options, bool sameName)
{
    private readonly S3ErrorContext _source = new("MoveObject", null, sourceBucket, sourceKey);

    private readonly HeadObjectOptions _there = new()
    {
        Priority = options.Priority,
        Timeout = options.Timeout,
        EndpointSelectionStrategy = options.EndpointSelectionStrategy,
        Endpoint = options.SourceEndpoint ?? options.Endpoint,
        VersionId = options.SourceVersionId,
        CustomerKey = options.SourceCustomerKey,
    };

    public async Task<CopyObjectResult> RunAsync(CancellationToken cancellationToken)
    {
        ObjectInfo source = await store.HeadObjectAsync(sourceBucket, sourceKey, _there, cancellationToken).ConfigureAwait(false)
            ?? throw S3Errors.NotFound(_source, "there is no such source. Nothing was moved.");
        if (sameName)
        {
            await CheckIsAnotherAsync(source, cancellationToken).ConfigureAwait(false);
        }

        // Pinned to what was looked at, unless the caller has a condition of this kind, which is held to in any case.
        CopyObjectOptions pinned = options.SourceIfMatch is null && source.ETag is not null ? options with { SourceIfMatch = source.ETag } : options;
        CopyObjectResult copied = await store.CopyObjectAsync(sourceBucket, sourceKey, bucket, key, pinned, cancellationToken).ConfigureAwait(false);
        await VerifyAsync(source, copied, cancellationToken).ConfigureAwait(false);
        await DeleteAsync(source, cancellationToken).ConfigureAwait(false);
        return copied;
    }

    /// <summary>Two names of endpoints may stand for one store. Then what is found under both is one object, which the deletion would take away.</summary>
    private async Task CheckIsAnotherAsync(ObjectInfo source, CancellationToken cancellationToken)
    {
        ObjectInfo? present = await store.HeadObjectAsync(bucket, key, Here(), cancellationToken).ConfigureAwait(false);
        if (present is not null && IsSame(present, source))
        {
            throw new S3ConflictException(
                $"MoveObject of '{sourceBucket}/{sourceKey}' failed: endpoint '{source.Endpoint}' and endpoint '{present.Endpoint}' hold an object of that name with the same ETag and the same time. "
                + "They seem to be one store, and moving the object would delete it. Nothing was done. If they are two, delete the source yourself.")
            {
                Operation = "MoveObject",
                Bucket = sourceBucket,
                Key = sourceKey,
                Endpoint = source.Endpoint,
            };
        }
    }

    private async Task VerifyAsync(ObjectInfo source, CopyObjectResult copied, CancellationToken cancellationToken)
    {
        ObjectInfo? present = await store.HeadObjectAsync(bucket, key, Here(), cancellationToken).ConfigureAwait(false);
        string? fault = present switch
        {
            null => "is not there",
            _ when source.Size >= 0 && present.Size != source.Size => $"has {present.Size} bytes, and the source {source.Size}",
            _ when copied.ETag is not null && !string.Equals(present.ETag, copied.ETag, StringComparison.OrdinalIgnoreCase) => $"has the ETag {present.ETag}, and the copy that was made had {copied.ETag}",
            _ => null,
        };
        if (fault is not null)
        {
            throw S3Errors.Integrity(_source with { Endpoint = copied.Endpoint }, $"the copy '{bucket}/{key}' {fault}. The source was not deleted.");
        }
    }

    private async Task DeleteAsync(ObjectInfo source, CancellationToken cancellationToken)
    {
        ObjectInfo? now = await store.HeadObjectAsync(sourceBucket, sourceKey, _there, cancellationToken).ConfigureAwait(false);
        if (now is null)
        {
            // Somebody else has deleted what was copied.
            return;
        }

        if (!IsSame(now, source))
        {
            throw Changed(now.Endpoint, cause: null);
        }

        var delete = new DeleteObjectOptions
        {
            Priority = options.Priority,
            Timeout = options.Timeout,
            EndpointSelectionStrategy = options.EndpointSelectionStrategy,
            Endpoint = _there.Endpoint,
            VersionId = options.SourceVersionId,

            // A version never changes. Of the others a store that knows the condition sees to it in the very moment.
            IfMatch = options.SourceVersionId is null ? source.ETag : null,
        };
        try
        {
            await store.DeleteObjectAsync(sourceBucket, sourceKey, delete, cancellationToken).ConfigureAwait(false);
        }
        catch (S3InvalidRequestException e) when (delete.IfMatch is not null && e.StatusCode is null or 400 or 501)
        {
            // A store that does not know the condition: it was looked at just now, which has to do.
            await store.DeleteObjectAsync(sourceBucket, sourceKey, delete with { IfMatch = null }, cancellationToken).ConfigureAwait(false);
        }
        catch (S3PreconditionFailedException e)
        {
            // Or gone: by an attempt of ours that remained without an answer.
            if (await store.HeadObjectAsync(sourceBucket, sourceKey, _there, cancellationToken).ConfigureAwait(false) is not null)
            {
                throw Changed(e.Endpoint, e);
            }
        }
    }

    private S3KitException Changed(string? endpoint, S3KitException? cause) => S3Errors.PreconditionFailed(
        _source with { Endpoint = endpoint }, $"the source has changed since it was copied to '{bucket}/{key}'. It was not deleted; the copy is what it was before.", cause);

    private static bool IsSame(ObjectInfo one, ObjectInfo other) =>
        string.Equals(one.ETag, other.ETag, StringComparison.Ordinal)
        && one.LastModified == other.LastModified
        && one.Size == other.Size
        && string.Equals(one.VersionId, other.VersionId, StringComparison.Ordinal);

    private HeadObjectOptions Here() => new() { Priority = options.Priority, Timeout = options.Timeout, EndpointSelectionStrategy = options.EndpointSelectionStrategy, Endpoint = options.Endpoint, CustomerKey = options.CustomerKey };
}
