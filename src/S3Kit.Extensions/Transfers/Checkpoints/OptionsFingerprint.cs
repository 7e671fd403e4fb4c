using System.Security.Cryptography;
using System.Text;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers.Checkpoints;

/// <summary>
/// A hash of all that an upload is begun with, so that one which was begun otherwise is not gone on with. Taken from the headers that are sent, so that no
/// option is forgotten; only the hash is kept, so that none is given away.
/// </summary>
internal static class OptionsFingerprint
{
    public static string Of(PutObjectOptions? options)
    {
        var request = new S3Request("CreateMultipartUpload", HttpMethod.Post, null, null);
        ObjectWriteHeaders.AddDescription(request, options);
        ChecksumHeaders.AddAlgorithm(request, options);
        var text = new StringBuilder();
        foreach ((string name, string value) in request.Headers.OrderBy(static header => header.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append(':').Append(value).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
