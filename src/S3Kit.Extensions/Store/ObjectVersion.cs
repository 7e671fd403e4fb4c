namespace S3Kit;

/// <summary>A version of an object or a delete marker, as S3 <c>ListObjectVersions</c> tells it.</summary>
public sealed record ObjectVersion
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key, exactly as stored.</summary>
    public required string Key { get; init; }

    /// <summary>The version; <c>null</c> (these four letters) for what was written while the bucket was not versioned.</summary>
    public required string VersionId { get; init; }

    /// <summary>Whether it is the newest of its key.</summary>
    public bool IsLatest { get; init; }

    /// <summary>Whether it is a delete marker: nothing that could be read, but the key counts as deleted while it is the newest.</summary>
    public bool IsDeleteMarker { get; init; }

    /// <summary>The size in bytes; 0 for a delete marker.</summary>
    public long Size { get; init; }

    /// <summary>The entity tag, without its quotes; <see langword="null"/> for a delete marker, and when the store sent none.</summary>
    public string? ETag { get; init; }

    /// <summary>When it was written; <see langword="null"/> when the store did not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The storage class, when the store says it.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The name of the endpoint that served the answer.</summary>
    public string? Endpoint { get; init; }
}
