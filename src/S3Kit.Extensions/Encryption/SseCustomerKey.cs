using System.Security.Cryptography;

namespace S3Kit;

/// <summary>
/// SSE-C: the store encrypts with this key of 256 bits, which it does not keep. Whoever reads, describes or copies the object must send the same key;
/// with the key lost, the object is lost. It travels in a header of every such request, so only <c>https</c> endpoints are sent it, or those that
/// <see cref="EndpointOptions.AllowCustomerKeysOverHttp"/> allows. The ETag of such an object is no MD5 of its bytes.
/// </summary>
/// <remarks>The key cannot be read back from here, and stands in no log, exception or text of ours.</remarks>
public sealed record SseCustomerKey : ServerSideEncryption
{
    private const int KeyBytes = 32;

    private SseCustomerKey(ReadOnlySpan<byte> key)
    {
        Base64 = Convert.ToBase64String(key);
#pragma warning disable CA5351 // Not for security: it is how S3 sees that the key arrived whole.
        Md5 = Convert.ToBase64String(MD5.HashData(key));
#pragma warning restore CA5351
    }

    /// <summary>The key as the header carries it.</summary>
    internal string Base64 { get; }

    /// <summary>The digest of the key as the header carries it.</summary>
    internal string Md5 { get; }

    /// <summary>Takes a key of 32 bytes. They are copied; the caller may clear its own.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The key, to be sent with requests.</returns>
    /// <exception cref="ArgumentException">The key does not have 32 bytes.</exception>
    public static SseCustomerKey FromBytes(ReadOnlySpan<byte> key) => key.Length == KeyBytes
        ? new SseCustomerKey(key)
        : throw new ArgumentException($"A customer's key has {KeyBytes} bytes (AES-256); this one has {key.Length}.", nameof(key));

    /// <summary>Takes a key from its base64 text, as it is kept in configuration or a vault.</summary>
    /// <param name="text">The key in base64.</param>
    /// <returns>The key, to be sent with requests.</returns>
    /// <exception cref="ArgumentException">The text is no base64 of 32 bytes.</exception>
    public static SseCustomerKey FromBase64(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<byte> key = stackalloc byte[KeyBytes + 1];
        try
        {
            // Neither the text nor how it is wrong: it may be the key with a slip.
            return Convert.TryFromBase64String(text, key, out int length) && length == KeyBytes
                ? new SseCustomerKey(key[..length])
                : throw new ArgumentException($"The text is no base64 of {KeyBytes} bytes (AES-256).", nameof(text));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Says what this is, and nothing of the key.</summary>
    /// <returns>Always the same text.</returns>
    public override string ToString() => $"{nameof(SseCustomerKey)} {{ *** }}";
}
