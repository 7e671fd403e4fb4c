using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using S3Kit.Protocol;

namespace S3Kit.Embedded;

/// <summary>Signs a request again, from what arrived, and compares.</summary>
internal static class SignatureVerifier
{
    public static void Verify(EmbeddedRequest request, SignatureScope scope, EmbeddedCredential credential, DateTimeOffset time, string payloadHash)
    {
        var headers = SignedHeaders(request, scope);
        // The path is encoded anew, so a client that sends one encoding and signs another is found out.
        var path = S3Encoding.EncodePath(request.Target.Path);
        var query = request.Query.Canonical();
        var expected = credential.Signer.CreateSignature(
            credential.Credentials, scope.Region, time, request.Method, path, query, headers, payloadHash);
        if (!AreEqual(expected, scope.Signature))
        {
            throw new EmbeddedS3Exception(
                HttpStatusCode.Forbidden,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. Check your key and signing method.")
                    .With("AWSAccessKeyId", scope.AccessKey)
                    .With("SignatureProvided", scope.Signature)
                    .With("CanonicalRequest", Explain(request.Method, path, query, headers, payloadHash));
        }
    }

    /// <summary>Compares in a time that tells nothing of where they differ.</summary>
    public static bool AreEqual(string expected, string signature) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected.AsSpan()), MemoryMarshal.AsBytes(signature.AsSpan()));

    private static KeyValuePair<string, string>[] SignedHeaders(EmbeddedRequest request, SignatureScope scope)
    {
        var headers = new KeyValuePair<string, string>[scope.SignedHeaders.Length];
        for (var i = 0; i < headers.Length; i++)
        {
            var name = scope.SignedHeaders[i];
            var value = string.Equals(name, "host", StringComparison.Ordinal) ? request.Target.Host : request.Header(name) ?? string.Empty;
            headers[i] = new(name, value);
        }

        var unsigned = request.HeadersFrom("x-amz-").Select(static h => h.Key).Append("host").Except(scope.SignedHeaders, StringComparer.Ordinal).ToArray();
        return unsigned.Length == 0
            ? headers
            : throw EmbeddedErrors.AccessDenied("There were headers present in the request which were not signed")
                .With("HeadersNotSigned", string.Join(", ", unsigned));
    }

    private static string Explain(string method, string path, string query, KeyValuePair<string, string>[] headers, string payloadHash)
    {
        var text = new Utf8TextBuilder(stackalloc byte[1024]);
        try
        {
            CanonicalRequest.Append(ref text, method, path, query, headers, payloadHash);
            return text.ToString();
        }
        finally
        {
            text.Dispose();
        }
    }
}
