namespace S3Kit;

/// <summary>What the store said of a copy it has just made.</summary>
public sealed record CopyObjectResult
{
    /// <summary>The bucket of the copy.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key of the copy.</summary>
    public required string Key { get; init; }

    /// <summary>The copy's address at the endpoint that made it (or under its <see cref="EndpointOptions.PublicUrl"/>), unsigned.</summary>
    public required Uri Location { get; init; }

    /// <summary>The entity tag of the copy, without its quotes; it may differ from the source's, which may have been put together from parts.</summary>
    public string? ETag { get; init; }

    /// <summary>The version of the copy, in a versioned bucket; <see langword="null"/> also when the store does not say it, as Ceph up to 17.</summary>
    public string? VersionId { get; init; }

    /// <summary>The version that was copied, when the store says it or it was asked for.</summary>
    public string? SourceVersionId { get; init; }

    /// <summary>How the store says that it has encrypted the copy; <see langword="null"/> when it says nothing.</summary>
    public ServerSideEncryptionInfo? ServerSideEncryption { get; init; }

    /// <summary>When the copy was written; <see langword="null"/> when the store did not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The size in bytes; <see langword="null"/> when the store does not tell that of the source.</summary>
    public long? Size { get; init; }

    /// <summary>The name of the endpoint that made the copy.</summary>
    public required string Endpoint { get; init; }
}
