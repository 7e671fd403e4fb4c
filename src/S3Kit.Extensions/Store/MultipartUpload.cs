namespace S3Kit;

/// <summary>A multipart upload that was begun and neither completed nor aborted. Its parts take room, and cost, until one of the two happens.</summary>
public sealed record MultipartUpload
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key that the object will have.</summary>
    public required string Key { get; init; }

    /// <summary>The id of the upload.</summary>
    public required string UploadId { get; init; }

    /// <summary>When it was begun, by the store's clock; <see langword="null"/> when the store does not say.</summary>
    public DateTimeOffset? Initiated { get; init; }

    /// <summary>The storage class the object will have; <see langword="null"/> when the store does not say.</summary>
    public string? StorageClass { get; init; }

    /// <summary>The name of the endpoint that told of it.</summary>
    public required string Endpoint { get; init; }
}
