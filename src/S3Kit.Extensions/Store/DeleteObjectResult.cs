namespace S3Kit;

/// <summary>What the store said of a deletion. Deleting what is not there succeeds.</summary>
public sealed record DeleteObjectResult
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>Whether a delete marker was made or removed; only in a versioned bucket.</summary>
    public bool DeleteMarker { get; init; }

    /// <summary>The version that was deleted, or that of the delete marker; only in a versioned bucket.</summary>
    public string? VersionId { get; init; }

    /// <summary>The name of the endpoint that deleted the object.</summary>
    public required string Endpoint { get; init; }
}
