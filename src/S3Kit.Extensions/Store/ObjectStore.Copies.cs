using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Routing;
using S3Kit.Transfers;

namespace S3Kit.Store;

/// <content>Copying objects, and deleting many.</content>
internal sealed partial class ObjectStore
{
    public async Task<CopyObjectResult> CopyObjectAsync(
        string sourceBucket, string sourceKey, string destinationBucket, string destinationKey, CopyObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new CopyObjectOptions();
        CopyObjectCheck.Check(sourceBucket, sourceKey, destinationBucket, destinationKey, options);
        if (options.SourceEndpoint is null || endpoints.FindTarget(options.SourceEndpoint) == Target(options))
        {
            CopyObjectCheck.CheckChangesSomething(sourceBucket, sourceKey, destinationBucket, destinationKey, options);
        }

        var origin = new CopyOrigin(sourceBucket, sourceKey, options.SourceVersionId);
        return await new ObjectCopy(this, NewTransfer(), origin, destinationBucket, destinationKey, options).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<DeleteObjectsResult> DeleteObjectsAsync(
        string bucket, IEnumerable<ObjectIdentifier> objects, DeleteObjectsOptions? options = null, CancellationToken cancellationToken = default)
    {
        S3Names.CheckBucket(bucket);
        ArgumentNullException.ThrowIfNull(objects);
        List<ObjectIdentifier> all = [.. objects];
        foreach (ObjectIdentifier each in all)
        {
            S3Names.CheckKey(each.Key, nameof(objects));
            S3Names.CheckText(each.VersionId, nameof(ObjectIdentifier.VersionId));
            if (each.VersionId is { Length: 0 })
            {
                throw new ArgumentException($"The version id of '{each.Key}' is empty; leave it null when there is none.", nameof(objects));
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        pipeline.Dispatcher.BeginWork();
        try
        {
            return await new MultiDelete(this, settings.Current, () => SupportsMultiDelete(options ?? NoOptions), bucket, options).RunAsync(all, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            pipeline.Dispatcher.EndWork();
        }
    }

    /// <summary>Whether every endpoint that may be asked deletes many objects in one request.</summary>
    private bool SupportsMultiDelete(RequestOptions options) => Target(options) switch
    {
        EndpointPool pool => Array.TrueForAll(pool.Members, static endpoint => endpoint.SupportsMultiDelete),
        var single => ((StorageEndpoint)single).SupportsMultiDelete,
    };
}
