using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// Sees to the tags of a copy. S3 takes them with the write; some stores lose them there (Ceph 16 with a replaced description or in an upload in parts) or
/// keep the source's in the place of those that were given, so they are looked at afterwards and put right.
/// </summary>
internal sealed class CopyTags(IOperationRunner runner, RequestOptions options)
{
    /// <summary>The tags of an object; none on a store that knows no tags.</summary>
    /// <param name="origin">The object.</param>
    /// <param name="endpoint">Where it is; <see langword="null"/> for the store of the copy.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(CopyOrigin origin, string? endpoint, CancellationToken cancellationToken)
    {
        try
        {
            RequestOptions there = endpoint is null ? options : options with { Endpoint = endpoint };
            ObjectTaggingResult result = await runner.RunAsync(new GetObjectTaggingOperation(origin.Bucket, origin.Key, origin.VersionId), there, cancellationToken).ConfigureAwait(false);
            return result.Tags;
        }
        catch (S3KitException e) when (e is S3InvalidRequestException or S3NotFoundException { Resource: S3ResourceKind.Configuration })
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }
    }

    /// <summary>Sees to it that an object has just these tags.</summary>
    public async Task EnsureAsync(string bucket, string key, string? versionId, IReadOnlyDictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyDictionary<string, string> present = await ReadAsync(new CopyOrigin(bucket, key, versionId), endpoint: null, cancellationToken).ConfigureAwait(false);
            if (present.Count == wanted.Count && wanted.All(tag => present.TryGetValue(tag.Key, out string? value) && string.Equals(value, tag.Value, StringComparison.Ordinal)))
            {
                return;
            }
        }
        catch (S3AccessDeniedException)
        {
            // Who may not read them may still write them, which the copy needed already.
        }

        await runner.RunAsync(new PutObjectTaggingOperation(bucket, key, wanted, versionId), options, cancellationToken).ConfigureAwait(false);
    }
}
