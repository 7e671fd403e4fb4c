using System.Globalization;
using System.Security.Cryptography;

namespace S3Kit.Protocol;

/// <summary>
/// The key derived for one day, region and pair of credentials. Immutable, so it can be swapped by reference and read
/// without a lock. Deriving costs four HMACs; a signature with the derived key costs one.
/// </summary>
internal sealed class SigningKey
{
    private readonly byte[] _key = new byte[SHA256.HashSizeInBytes];
    private readonly string _accessKey;
    private readonly string _secretKey;
    private readonly string _region;
    private readonly DateOnly _date;

    public SigningKey(S3Credentials credentials, string region, DateOnly date)
    {
        _accessKey = credentials.AccessKey;
        _secretKey = credentials.SecretKey;
        _region = region;
        _date = date;

        var text = new Utf8TextBuilder(stackalloc byte[256]);
        try
        {
            text.Append("AWS4"u8);
            text.Append(_secretKey);
            Span<byte> day = stackalloc byte[8];
            date.TryFormat(day, out _, "yyyyMMdd", CultureInfo.InvariantCulture);
            HMACSHA256.HashData(text.Written, day, _key);
            text.Clear();
            text.Append(region);
            HMACSHA256.HashData(_key, text.Written, _key);
            HMACSHA256.HashData(_key, "s3"u8, _key);
            HMACSHA256.HashData(_key, "aws4_request"u8, _key);
        }
        finally
        {
            text.Dispose();
        }
    }

    /// <summary>The secret is compared too: a rotated secret may keep its access key.</summary>
    public bool IsFor(S3Credentials credentials, string region, DateOnly date) =>
        _date == date
        && string.Equals(_region, region, StringComparison.Ordinal)
        && string.Equals(_accessKey, credentials.AccessKey, StringComparison.Ordinal)
        && string.Equals(_secretKey, credentials.SecretKey, StringComparison.Ordinal);

    public void Sign(ReadOnlySpan<byte> text, Span<byte> signature) => HMACSHA256.HashData(_key, text, signature);
}
