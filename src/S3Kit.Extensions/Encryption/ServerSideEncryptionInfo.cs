namespace S3Kit;

/// <summary>What the store says of an object's encryption at rest.</summary>
public sealed record ServerSideEncryptionInfo
{
    /// <summary>The algorithm as the store names it: <c>AES256</c>, <c>aws:kms</c> or <c>aws:kms:dsse</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Whether the key is the caller's (SSE-C): reading needs it.</summary>
    public bool UsesCustomerKey { get; init; }

    /// <summary>The id of the key in the key management service; <see langword="null"/> with another kind of encryption, or when the store does not say.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>Whether a key of the bucket's stands in between, to spare calls to the key management service.</summary>
    public bool BucketKeyEnabled { get; init; }

    /// <summary>Whether the ETag may be anything, and not the MD5 of the bytes or of the parts' MD5s.</summary>
    internal bool HidesDigest => UsesCustomerKey || IsKms;

    /// <summary>Whether the key is one of the key management service.</summary>
    internal bool IsKms => Algorithm.StartsWith("aws:kms", StringComparison.OrdinalIgnoreCase);
}
