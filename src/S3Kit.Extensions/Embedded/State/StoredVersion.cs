namespace S3Kit.Embedded;

/// <summary>One version of an object, or a delete marker. Immutable: a change stores another one in its place.</summary>
internal sealed record StoredVersion
{
    public const string NullVersion = "null";

    public required string Key { get; init; }

    /// <summary>Given by the bucket when it stores the version; <see cref="NullVersion"/> while the bucket is not versioned.</summary>
    public string VersionId { get; init; } = NullVersion;

    public required DateTimeOffset LastModified { get; init; }

    public bool IsDeleteMarker { get; init; }

    public ObjectData Data { get; init; } = ObjectData.Empty;

    /// <summary>Without quotes.</summary>
    public string ETag { get; init; } = string.Empty;

    public string StorageClass { get; init; } = "STANDARD";

    /// <summary>What is sent back with the object as it came: content-type and its kin, and the x-amz-meta-* headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>The length of each part of a multipart upload; empty for an object put at once.</summary>
    public IReadOnlyList<long> PartLengths { get; init; } = [];

    public ObjectChecksum? Checksum { get; init; }

    public StoredEncryption? Encryption { get; init; }

    public string QuotedETag => $"\"{ETag}\"";
}
