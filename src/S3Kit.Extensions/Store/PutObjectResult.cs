namespace S3Kit;

/// <summary>What the store said of an object it has just stored.</summary>
public sealed record PutObjectResult
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The object's address at the endpoint that stored it (or under its <see cref="EndpointOptions.PublicUrl"/>), unsigned.</summary>
    public required Uri Location { get; init; }

    /// <summary>The entity tag, without its quotes; <see langword="null"/> when the store sent none.</summary>
    public string? ETag { get; init; }

    /// <summary>The version, in a versioned bucket.</summary>
    public string? VersionId { get; init; }

    /// <summary>How the store says to have encrypted the object at rest; <see langword="null"/> when it says nothing of it.</summary>
    public ServerSideEncryptionInfo? ServerSideEncryption { get; init; }

    /// <summary>The number of bytes stored.</summary>
    public long Size { get; init; }

    /// <summary>The name of the endpoint that stored the object.</summary>
    public required string Endpoint { get; init; }
}
