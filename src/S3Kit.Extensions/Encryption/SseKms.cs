namespace S3Kit;

/// <summary>
/// SSE-KMS: the store encrypts with a key of its key management service (<c>x-amz-server-side-encryption: aws:kms</c>). Reading needs nothing but the
/// right to use that key. The ETag of such an object is no MD5 of its bytes.
/// </summary>
public sealed record SseKms : ServerSideEncryption
{
    /// <summary>The key's id, alias or ARN; <see langword="null"/> (the default) means the key that the store uses for the account.</summary>
    public string? KeyId { get; init; }

    /// <summary>
    /// The encryption context: names and values that the key management service binds to the encryption and writes into its own log, so nothing
    /// secret. Default: none of the caller's.
    /// </summary>
    public IReadOnlyDictionary<string, string>? EncryptionContext { get; init; }

    /// <summary>
    /// Whether the store may use a key of the bucket's in between, which spares calls to the key management service; <see langword="null"/> (the
    /// default) leaves that to the bucket's settings.
    /// </summary>
    public bool? BucketKeyEnabled { get; init; }
}
