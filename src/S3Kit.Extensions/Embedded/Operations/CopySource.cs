namespace S3Kit.Embedded;

/// <summary>What <c>x-amz-copy-source</c> names.</summary>
internal readonly record struct CopySource(string Bucket, string Key, string? VersionId)
{
    private const string VersionParameter = "?versionId=";

    public static CopySource Parse(EmbeddedRequest request)
    {
        var text = request.Header("x-amz-copy-source") ?? string.Empty;
        string? versionId = null;
        var question = text.IndexOf(VersionParameter, StringComparison.Ordinal);
        if (question >= 0)
        {
            versionId = PercentDecoding.Decode(text.AsSpan(question + VersionParameter.Length));
            text = text[..question];
        }

        // Form decoding, as S3 does it here: a plus sign that was not encoded names another key.
        var path = PercentDecoding.Decode(text, plusIsSpace: true);
        path = path.StartsWith('/') ? path[1..] : path;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < path.Length - 1
            ? new CopySource(path[..slash], path[(slash + 1)..], versionId)
            : throw EmbeddedErrors.InvalidArgument("x-amz-copy-source", text, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }

    /// <summary>The version to copy, after its conditions held.</summary>
    public StoredVersion Find(EmbeddedStore store, EmbeddedRequest request)
    {
        var version = ObjectReads.Find(store.BucketFor(request, Bucket), Key, VersionId);
        ObjectEncryption.CheckCopySource(request, version);
        Conditions.CheckCopySource(request, version);
        return version;
    }
}
