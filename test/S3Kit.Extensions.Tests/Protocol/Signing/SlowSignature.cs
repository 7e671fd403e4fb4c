using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using S3Kit.Protocol;

namespace S3Kit.Tests.Protocol.Signing;

/// <summary>Signature V4 written from its definition, string by string, to hold the fast one against.</summary>
internal static class SlowSignature
{
    public static string Of(S3Credentials credentials, string region, DateTimeOffset time, string canonicalRequest)
    {
        var date = time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretKey);
        foreach (var step in new[] { date, region, "s3", "aws4_request" })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)));
        var text = $"AWS4-HMAC-SHA256\n{SigV4Signer.FormatTime(time)}\n{date}/{region}/s3/aws4_request\n{hash}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }
}
