using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// Copies one object: looks at the source, lets the store copy it in one request or in parts, or carries it over from another store, and sees to what stores
/// are known to leave undone.
/// </summary>
internal sealed class ObjectCopy(IObjectStore store, TransferContext transfer, CopyOrigin origin, string bucket, string key, CopyObjectOptions options)
{
    private readonly S3ErrorContext _context = new("CopyObject", null, origin.Bucket, origin.Key);
    private readonly S3ErrorContext _destination = new("CopyObject", options.Endpoint, bucket, key);

    public async Task<CopyObjectResult> RunAsync(CancellationToken cancellationToken)
    {
        transfer.Dispatcher.BeginWork();
        try
        {
            return await CopyAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested && e.CancellationToken != cancellationToken)
        {
            // Cancelled through a token of our own that follows the caller's: the caller knows its own only.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        finally
        {
            transfer.Dispatcher.EndWork();
        }
    }

    private async Task<CopyObjectResult> CopyAsync(CancellationToken cancellationToken)
    {
        SourceObject source = await LookAtSourceAsync(cancellationToken).ConfigureAwait(false);
        await CheckDestinationAsync(cancellationToken).ConfigureAwait(false);
        bool streams = options.SourceEndpoint is not null;
        bool inParts = source.Info.Size > transfer.Settings.Transfers.MultipartCopyThreshold;
        IReadOnlyDictionary<string, string>? tags = await FindTagsAsync(source, streams || inParts, cancellationToken).ConfigureAwait(false);
        CopyObjectResult result =
            streams ? await new StreamedCopy(store, transfer.Settings, origin, source, bucket, key, options).CopyAsync(CopyDescription.Of(source, tags!, options), cancellationToken).ConfigureAwait(false)
            : inParts ? await new MultipartCopier(transfer, origin, source, bucket, key, options).CopyAsync(CopyDescription.Of(source, tags!, options), cancellationToken).ConfigureAwait(false)
            : await EnsureEncryptedAsync(await CopyInOneAsync(source, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (tags is not null && (tags.Count > 0 || !(streams || inParts)))
        {
            await new CopyTags(transfer.Runner, Plain(options.Endpoint)).EnsureAsync(bucket, key, result.VersionId, tags, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private async Task<SourceObject> LookAtSourceAsync(CancellationToken cancellationToken)
    {
        HeadObjectOptions head = CopySourceConditions.ToHead(options);
        SourceObject? source;
        try
        {
            source = await transfer.Runner.RunAsync(new HeadSourceOperation(origin.Bucket, origin.Key, head), head, cancellationToken).ConfigureAwait(false);
        }
        catch (S3KitException e) when (e is S3PreconditionFailedException or S3NotModifiedException)
        {
            // A copy that finds nothing new is one whose condition does not hold.
            throw S3Errors.PreconditionFailed(_context with { Endpoint = e.Endpoint }, "a condition on the source does not hold. Nothing was copied.", e);
        }

        if (source is null)
        {
            throw S3Errors.NotFound(_context, "there is no such source. Nothing was copied.");
        }

        return CopySourceConditions.FindBroken(options, source.Info) is { } broken
            ? throw S3Errors.PreconditionFailed(_context with { Endpoint = source.Info.Endpoint }, $"the source does not meet {broken}. Nothing was copied.")
            : source;
    }

    /// <summary>
    /// Looks at the destination when there is a condition on it: stores that know it hold to it themselves, in the moment of the copy; others (Ceph, for one)
    /// ignore it, and then this is all there is.
    /// </summary>
    private async Task CheckDestinationAsync(CancellationToken cancellationToken)
    {
        if (!options.HasConditions)
        {
            return;
        }

        ObjectInfo? present = await LookAtDestinationAsync(cancellationToken).ConfigureAwait(false);
        if (options.IfNoneMatch is not null && present is not null)
        {
            throw S3Errors.PreconditionFailed(_destination, $"there is such an object already ({nameof(CopyObjectOptions.IfNoneMatch)}). Nothing was copied.");
        }

        if (options.IfMatch is { } match && (present is null || !ETags.Matches(match, present.ETag)))
        {
            throw S3Errors.PreconditionFailed(
                _destination, $"the object there is {(present is null ? "missing" : "another")} ({nameof(CopyObjectOptions.IfMatch)}). Nothing was copied.");
        }
    }

    private async Task<ObjectInfo?> LookAtDestinationAsync(CancellationToken cancellationToken)
    {
        RequestOptions there = Plain(options.Endpoint);
        try
        {
            var head = new HeadObjectOptions { CustomerKey = options.CustomerKey };
            return await transfer.Runner.RunAsync(new HeadObjectOperation(bucket, key, head), there, cancellationToken).ConfigureAwait(false);
        }
        catch (S3InvalidRequestException) when (options.CustomerKey is not null)
        {
            // What is there was not stored with a key of the caller's.
            return await transfer.Runner.RunAsync(new HeadObjectOperation(bucket, key, null), there, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The tags that the copy must have; <see langword="null"/> when the store sees to that by itself.</summary>
    private async Task<IReadOnlyDictionary<string, string>?> FindTagsAsync(SourceObject source, bool isWritten, CancellationToken cancellationToken)
    {
        if (options.TaggingDirective == CopyDirective.Replace)
        {
            return options.Tags ?? new Dictionary<string, string>(StringComparer.Ordinal);
        }

        if (!isWritten && (options.MetadataDirective == CopyDirective.Copy || source.TagCount is null or 0))
        {
            return null;
        }

        // Not every store counts them in a HEAD. For a large object it is worth asking; a small one from elsewhere has none then.
        if (source.TagCount == 0 || (source.TagCount is null && options.SourceEndpoint is not null && source.Info.Size < transfer.Settings.Transfers.MultipartThreshold))
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        return await new CopyTags(transfer.Runner, Plain(options.Endpoint)).ReadAsync(origin, options.SourceEndpoint, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CopyObjectResult> CopyInOneAsync(SourceObject source, CancellationToken cancellationToken)
    {
        var operation = new CopyObjectOperation(bucket, key, origin, source, options);
        CopyObjectResult result;
        try
        {
            result = await transfer.Runner.RunAsync(operation, options, cancellationToken).ConfigureAwait(false);
        }
        catch (S3PreconditionFailedException e) when (operation.MayHaveHappened && options.HasConditions)
        {
            return await SettleAsync(source, e, cancellationToken).ConfigureAwait(false);
        }

        await CheckPinAsync(source, result, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Ceph copies in one request without encryption, whatever is asked for; MinIO encrypts and does not say so.</summary>
    private async Task<CopyObjectResult> EnsureEncryptedAsync(CopyObjectResult result, CancellationToken cancellationToken)
    {
        var proof = new EncryptionProof(transfer, _destination, options, options.ServerSideEncryption);
        return result with
        {
            ServerSideEncryption = await proof.EnsureAsync(result.ServerSideEncryption, result.VersionId, result.Endpoint, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>An attempt without an answer may have made the copy, and so have broken the condition for the next one. What is there now may tell.</summary>
    private async Task<CopyObjectResult> SettleAsync(SourceObject source, S3KitException error, CancellationToken cancellationToken)
    {
        ObjectInfo? present = await LookAtDestinationAsync(cancellationToken).ConfigureAwait(false);
        bool isOurs = present is not null
            && present.ETag is not null && string.Equals(present.ETag, source.Info.ETag, StringComparison.Ordinal)
            && present.Size == source.Info.Size
            && present.LastModified >= source.AnsweredAt;
        if (!isOurs)
        {
            throw S3Errors.PreconditionFailed(
                _destination with { Endpoint = error.Endpoint },
                "a condition does not hold. An earlier attempt remained without an answer: it may itself have made the copy and so have broken the condition. Look at the destination before you copy again.",
                error);
        }

        string endpoint = present!.Endpoint!;
        return new CopyObjectResult
        {
            Bucket = bucket,
            Key = key,
            Location = transfer.Runner.Locate(endpoint, bucket, key),
            ETag = present.ETag,
            LastModified = present.LastModified,
            VersionId = present.VersionId,
            SourceVersionId = origin.VersionId,
            ServerSideEncryption = present.ServerSideEncryption,
            Size = present.Size,
            Endpoint = endpoint,
        };
    }

    /// <summary>Stores that ignore a condition on the source cannot be told from others. But another ETag than the one it was pinned to is a reason to look again.</summary>
    private async Task CheckPinAsync(SourceObject source, CopyObjectResult result, CancellationToken cancellationToken)
    {
        if (!options.HasSourceConditions || source.Info.ETag is not { } tag || string.Equals(result.ETag, tag, StringComparison.Ordinal))
        {
            return;
        }

        // An object onto itself is another one now, by our own doing.
        bool ontoItself = string.Equals(bucket, origin.Bucket, StringComparison.Ordinal) && string.Equals(key, origin.Key, StringComparison.Ordinal);
        if (ontoItself)
        {
            return;
        }

        HeadObjectOptions head = CopySourceConditions.ToHead(options) with { IfMatch = null, IfNoneMatch = null, IfModifiedSince = null, IfUnmodifiedSince = null };
        ObjectInfo? now = await transfer.Runner.RunAsync(new HeadObjectOperation(origin.Bucket, origin.Key, head), head, cancellationToken).ConfigureAwait(false);
        if (!string.Equals(now?.ETag, tag, StringComparison.Ordinal))
        {
            throw S3Errors.PreconditionFailed(
                _context with { Endpoint = result.Endpoint },
                $"the source has changed between the check of its conditions and the copy, and the store has copied it all the same: '{bucket}/{key}' holds another state of it.");
        }
    }

    private RequestOptions Plain(string? endpoint) => new() { Priority = options.Priority, Timeout = options.Timeout, EndpointSelectionStrategy = options.EndpointSelectionStrategy, Endpoint = endpoint };
}
