using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Store;

/// <content>The tags of objects.</content>
internal sealed partial class ObjectStore
{
    public Task<ObjectTaggingResult> GetObjectTaggingAsync(string bucket, string key, ObjectTaggingOptions? options = null, CancellationToken cancellationToken = default)
    {
        CheckTagged(bucket, key, options);
        return RunAsync(new GetObjectTaggingOperation(bucket, key, options?.VersionId), options, cancellationToken);
    }

    public Task<ObjectTaggingResult> PutObjectTaggingAsync(
        string bucket, string key, IReadOnlyDictionary<string, string> tags, ObjectTaggingOptions? options = null, CancellationToken cancellationToken = default)
    {
        CheckTagged(bucket, key, options);
        ArgumentNullException.ThrowIfNull(tags);
        ObjectTags.Check(tags, nameof(tags));

        // A copy: what is sent again must be what was checked.
        var copy = new Dictionary<string, string>(tags, StringComparer.Ordinal);
        return RunAsync(new PutObjectTaggingOperation(bucket, key, copy, options?.VersionId), options, cancellationToken);
    }

    public Task<ObjectTaggingResult> DeleteObjectTaggingAsync(string bucket, string key, ObjectTaggingOptions? options = null, CancellationToken cancellationToken = default)
    {
        CheckTagged(bucket, key, options);
        return RunAsync(new DeleteObjectTaggingOperation(bucket, key, options?.VersionId), options, cancellationToken);
    }

    private static void CheckTagged(string bucket, string key, ObjectTaggingOptions? options)
    {
        S3Names.CheckBucket(bucket);
        S3Names.CheckKey(key);
        S3Names.CheckVersionId(options?.VersionId);
    }
}
