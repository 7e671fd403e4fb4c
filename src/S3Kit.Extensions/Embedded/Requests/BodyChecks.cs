using System.Net;
using S3Kit.Protocol;

namespace S3Kit.Embedded;

/// <summary>Refuses a body that is not the one declared, before anything is stored.</summary>
internal static class BodyChecks
{
    public static void Check(EmbeddedRequest request)
    {
        CheckLength(request);
        var hash = request.Header("x-amz-content-sha256");
        if (hash is not null && AwsChunkedBody.IsFor(hash))
        {
            AwsChunkedBody.Decode(request, hash);
        }
        else if (hash is not null
            && !string.Equals(hash, SigV4Signer.UnsignedPayload, StringComparison.Ordinal)
            && !string.Equals(hash, request.Body.Sha256Hex, StringComparison.Ordinal))
        {
            throw new EmbeddedS3Exception(
                HttpStatusCode.BadRequest, "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed.")
                    .With("ClientComputedContentSHA256", hash)
                    .With("S3ComputedContentSHA256", request.Body.Sha256Hex);
        }

        CheckMd5(request);
        // At completion the header is about the object, not about the list of its parts.
        request.Checksum = request.Operation == EmbeddedOperation.CompleteMultipartUpload ? null : ObjectChecksum.OfBody(request);
    }

    public static void CheckLength(EmbeddedRequest request)
    {
        if (request.ContentLength is { } declared && declared != request.Body.Data.Length)
        {
            throw new EmbeddedS3Exception(
                HttpStatusCode.BadRequest, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");
        }
    }

    private static void CheckMd5(EmbeddedRequest request)
    {
        if (request.Header("content-md5") is not { } text)
        {
            return;
        }

        Span<byte> md5 = stackalloc byte[16];
        if (text.Length != 24 || !Convert.TryFromBase64String(text, md5, out var written) || written != 16)
        {
            throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "InvalidDigest", "The Content-MD5 you specified was invalid.").With("Content-MD5", text);
        }

        if (!md5.SequenceEqual(request.Body.Md5.Span))
        {
            throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "BadDigest", "The Content-MD5 you specified did not match what we received.")
                .With("ExpectedDigest", text)
                .With("CalculatedDigest", Convert.ToBase64String(request.Body.Md5.Span));
        }
    }
}
