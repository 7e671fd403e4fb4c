using System.Globalization;
using System.Security.Cryptography;
using S3Kit.Checksums;

namespace S3Kit.Protocol;

/// <summary>What the bytes of a whole object must come to, as the store said: one of its checksums, or the MD5 that its ETag is.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Algorithm">How the checksum is computed; <see langword="null"/> for the MD5.</param>
/// <param name="Expected">What it must be, in network byte order.</param>
internal sealed record ContentCheck(string Name, ChecksumFormat? Algorithm, byte[] Expected)
{
    public const string ETagName = "MD5, the ETag";

    private const int MaxHashSize = 32;

    // The cheapest first, where one that is longer costs the same. A store mostly sends one.
    private static readonly ChecksumFormat[] ByCost =
    [
        ChecksumFormat.Of(ChecksumAlgorithm.Crc64Nvme)!,
        ChecksumFormat.Of(ChecksumAlgorithm.Crc32C)!,
        ChecksumFormat.Of(ChecksumAlgorithm.Crc32)!,
        ChecksumFormat.Of(ChecksumAlgorithm.Sha256)!,
        ChecksumFormat.Of(ChecksumAlgorithm.Sha1)!,
    ];

    /// <summary>What the answer to a request for the whole object lets us check; <see langword="null"/> when that is nothing.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="eTag">Its ETag, to be checked in the place of a checksum; <see langword="null"/> when that is not wanted.</param>
    public static ContentCheck? Of(S3Response response, string? eTag) =>
        (eTag is null ? null : OfETag(response, eTag)) ?? OfChecksum(response) ?? OfGoogle(response);

    public Checksum Start() => Algorithm?.Create() ?? new HashChecksum(HashAlgorithmName.MD5);

    public bool Fits(ReadOnlySpan<byte> actual) => actual.SequenceEqual(Expected);

    private static ContentCheck? OfChecksum(S3Response response)
    {
        foreach (ChecksumFormat format in ByCost)
        {
            if (response.Header(format.Header) is { } value && Decode(value, format.Size) is { } expected)
            {
                // A checksum of the parts' checksums says nothing of the bytes to who does not know the parts.
                return string.Equals(response.Header(S3Headers.ChecksumType), ChecksumFormat.Composite, StringComparison.OrdinalIgnoreCase)
                    ? null
                    : new ContentCheck(format.Name, format, expected);
            }
        }

        return null;
    }

    /// <summary>Google tells the checksum of what is stored. What it decompresses on the way (an object with the encoding gzip, for who does not accept that) are other bytes.</summary>
    private static ContentCheck? OfGoogle(S3Response response)
    {
        const string crc32C = "crc32c=";
        if (response.Header(S3Headers.GoogleHash) is not { } hashes || IsTranscoded(response))
        {
            return null;
        }

        foreach (string each in hashes.Split(',', StringSplitOptions.TrimEntries))
        {
            if (each.StartsWith(crc32C, StringComparison.OrdinalIgnoreCase) && Decode(each[crc32C.Length..], sizeof(uint)) is { } expected)
            {
                ChecksumFormat format = ChecksumFormat.Of(ChecksumAlgorithm.Crc32C)!;
                return new ContentCheck(format.Name, format, expected);
            }
        }

        return null;
    }

    private static bool IsTranscoded(S3Response response)
    {
        string stored = response.Header(S3Headers.GoogleStoredEncoding) is { Length: > 0 } told ? told : "identity";
        string delivered = response.Header("Content-Encoding") is { Length: > 0 } sent ? sent : "identity";
        long? length = response.Message.Content.Headers.ContentLength;
        return !string.Equals(stored, delivered, StringComparison.OrdinalIgnoreCase)
            || (length is not null && long.TryParse(response.Header(S3Headers.GoogleStoredLength), NumberStyles.None, CultureInfo.InvariantCulture, out long storedLength) && storedLength != length);
    }

    private static ContentCheck? OfETag(S3Response response, string eTag)
    {
        byte[] expected = new byte[MD5.HashSizeInBytes];
        bool isDigest = eTag.Length == 2 * MD5.HashSizeInBytes
            && Convert.FromHexString(eTag, expected, out _, out _) == System.Buffers.OperationStatus.Done
            && response.Header(S3Headers.Encryption)?.StartsWith("aws:kms", StringComparison.OrdinalIgnoreCase) != true
            && response.Header(S3Headers.CustomerEncryption) is null;
        return isDigest ? new ContentCheck(ETagName, null, expected) : null;
    }

    /// <summary>The raw checksum; <see langword="null"/> when it is none of a whole object, such as <c>...-3</c> of three parts.</summary>
    private static byte[]? Decode(string value, int size)
    {
        Span<byte> bytes = stackalloc byte[MaxHashSize];
        return Convert.TryFromBase64String(value, bytes, out int length) && length == size ? bytes[..length].ToArray() : null;
    }
}
