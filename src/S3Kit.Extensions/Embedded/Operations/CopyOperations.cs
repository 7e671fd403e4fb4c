namespace S3Kit.Embedded;

/// <summary>CopyObject. Runs under the store's lock, and copies no bytes: data is immutable and shared.</summary>
internal static class CopyOperations
{
    private const long LargestCopy = 5L * 1024 * 1024 * 1024;

    public static HttpResponseMessage Copy(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        ObjectWrites.CheckKey(request.Key);
        var name = CopySource.Parse(request);
        var source = name.Find(store, request);
        if (source.Data.Length > LargestCopy)
        {
            throw EmbeddedErrors.InvalidRequest("The specified copy source is larger than the maximum allowable size for a copy source: 5368709120");
        }

        var replace = Directive(request, "x-amz-metadata-directive");
        var storageClass = request.Header("x-amz-storage-class");
        var encryption = ObjectEncryption.FromRequest(request);
        AccessControl.Check(request);
        CheckChangesSomething(request, name, replace || encryption is not null, storageClass);
        Conditions.CheckWrite(request, bucket, request.Key);
        var version = bucket.Store(
            source with
            {
                Key = request.Key,
                LastModified = request.Timestamp,
                ETag = ETagOf(source, encryption),
                Encryption = encryption,
                PartLengths = [],
                StorageClass = storageClass ?? "STANDARD",
                Headers = replace ? ObjectHeaders.From(request) : source.Headers,
                Tags = TagsOf(store, request, source, replace),
                Checksum = ChecksumOf(request, source),
            },
            store.Ids);
        return EmbeddedResponse.Xml(Result("CopyObjectResult", version.QuotedETag, version.LastModified, version.Checksum))
            .With("x-amz-copy-source-version-id", SourceVersion(store, name, source))
            .WithVersion(bucket, version)
            .WithEncryption(encryption);
    }

    public static byte[] Result(string root, string etag, DateTimeOffset lastModified, ObjectChecksum? checksum) =>
        S3Xml.Document(root, (etag, lastModified, checksum), static (xml, s) =>
        {
            xml.Element("LastModified", S3Xml.Time(s.lastModified));
            xml.Element("ETag", s.etag);
            s.checksum?.Write(xml);
        });

    public static string? SourceVersion(EmbeddedStore store, CopySource name, StoredVersion source) =>
        store.Buckets[name.Bucket].Versioning == BucketVersioning.Unversioned ? null : source.VersionId;

    private static ObjectChecksum? ChecksumOf(EmbeddedRequest request, StoredVersion source)
    {
        var algorithm = ObjectDataChecksums.Asked(request.Header("x-amz-checksum-algorithm")) ?? source.Checksum?.Algorithm;
        return algorithm is null ? null
            : source.Checksum is { IsComposite: false } kept && kept.Algorithm == algorithm ? kept
            : ObjectChecksum.Of(algorithm, source.Data);
    }

    private static IReadOnlyList<KeyValuePair<string, string>> TagsOf(EmbeddedStore store, EmbeddedRequest request, StoredVersion source, bool replacesMetadata)
    {
        var replace = Directive(request, "x-amz-tagging-directive");
        return store.Options.Quirks.LosesTagsOfCopies ? (replacesMetadata ? [] : source.Tags)
            : replace ? ObjectTagging.FromHeader(request)
            : source.Tags;
    }

    /// <summary>A copy is one piece again, whatever its source was put together from, and encrypted as it is asked for itself.</summary>
    private static string ETagOf(StoredVersion source, StoredEncryption? encryption) =>
        source is { PartLengths.Count: 0, Encryption: null } && encryption is null
            ? source.ETag
            : Convert.ToHexStringLower(ObjectEncryption.Digest(encryption, source.Data.Md5()).Span);

    private static bool Directive(EmbeddedRequest request, string header) => request.Header(header) switch
    {
        null or "COPY" => false,
        "REPLACE" => true,
        var other => throw EmbeddedErrors.InvalidArgument(header, other, "Unknown metadata directive."),
    };

    private static void CheckChangesSomething(EmbeddedRequest request, CopySource source, bool replace, string? storageClass)
    {
        if (!replace
            && storageClass is null
            && source.VersionId is null
            && string.Equals(source.Bucket, request.BucketName, StringComparison.Ordinal)
            && string.Equals(source.Key, request.Key, StringComparison.Ordinal))
        {
            throw EmbeddedErrors.InvalidRequest(
                "This copy would change nothing: its source is its target, and neither metadata nor storage class is replaced.");
        }
    }
}
