namespace S3Kit.Embedded;

/// <summary>How an object counts as encrypted. Nothing is: memory is no place to hide from, but who may read is decided as a server decides it.</summary>
/// <param name="Algorithm">As S3 names it.</param>
internal sealed record StoredEncryption(string Algorithm)
{
    public string? KmsKeyId { get; init; }

    public bool BucketKey { get; init; }

    /// <summary>What is kept of a key that the client brings along (SSE-C).</summary>
    public string? CustomerKeyMd5 { get; init; }

    /// <summary>Whether the ETag tells nothing of the bytes.</summary>
    public bool HidesDigest => CustomerKeyMd5 is not null || KmsKeyId is not null;
}
