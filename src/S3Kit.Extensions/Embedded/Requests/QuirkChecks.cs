using System.Net;
using S3Kit.Protocol;

namespace S3Kit.Embedded;

/// <summary>Refuses, and takes out of a request, what a store with quirks would.</summary>
internal static class QuirkChecks
{
    public static void Apply(EmbeddedQuirks quirks, EmbeddedRequest request)
    {
        Support conditions = request.Operation switch
        {
            EmbeddedOperation.PutObject => quirks.ConditionalPut,
            EmbeddedOperation.CompleteMultipartUpload => quirks.ConditionalComplete,
            EmbeddedOperation.CopyObject or EmbeddedOperation.UploadPartCopy => quirks.ConditionalCopy,
            EmbeddedOperation.DeleteObject => quirks.ConditionalDelete,
            _ => Support.Full,
        };
        Apply(
            conditions, request, "if-match", "if-none-match",
            "x-amz-copy-source-if-match", "x-amz-copy-source-if-none-match", "x-amz-copy-source-if-modified-since", "x-amz-copy-source-if-unmodified-since");
        if (quirks.Checksums != Support.Full)
        {
            // Taken as a whole: the algorithm at the beginning of an upload, the value on a write, the wish on a read.
            foreach ((string name, _) in request.HeadersFrom("x-amz-checksum-").ToList())
            {
                Apply(quirks.Checksums, request, name);
            }
        }

        if (quirks.IgnoresEncryption || (quirks.IgnoresEncryptionOfCopies && request.Operation == EmbeddedOperation.CopyObject))
        {
            IEnumerable<KeyValuePair<string, string>> asked = request.HeadersFrom(ObjectEncryption.Asked).Concat(request.HeadersFrom(ObjectEncryption.AskedOfSource));
            foreach ((string name, _) in asked.ToList())
            {
                request.Ignore(name);
            }
        }

        bool writes = request.Operation is EmbeddedOperation.PutObject or EmbeddedOperation.CompleteMultipartUpload;
        if (quirks.ComparesIfMatchWithItsQuotes && writes && request.Header("if-match") is ['"', ..])
        {
            throw EmbeddedErrors.PreconditionFailed("If-Match");
        }

        if (quirks.MultiDelete != Support.Full && request.Operation == EmbeddedOperation.DeleteObjects)
        {
            throw EmbeddedErrors.NotImplemented();
        }
    }

    /// <summary>Takes out of an answer what a store with quirks would not say.</summary>
    public static HttpResponseMessage Silence(EmbeddedQuirks quirks, EmbeddedOperation operation, HttpResponseMessage response)
    {
        bool isSilent = quirks.IsSilentOnEncryption && operation
            is EmbeddedOperation.CreateMultipartUpload or EmbeddedOperation.CompleteMultipartUpload or EmbeddedOperation.UploadPartCopy or EmbeddedOperation.CopyObject;
        if (isSilent)
        {
            foreach ((string name, _) in response.Headers.NonValidated.ToList())
            {
                if (name.StartsWith(ObjectEncryption.Asked, StringComparison.OrdinalIgnoreCase))
                {
                    response.Headers.Remove(name);
                }
            }
        }

        return response;
    }

    public static void CheckParts(EmbeddedQuirks quirks, IReadOnlyList<UploadedPart> parts)
    {
        if (quirks.WantsEqualParts && parts.SkipLast(1).Any(part => part.Data.Length != parts[0].Data.Length))
        {
            throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "InvalidPart", "All non-trailing parts must have the same length.");
        }
    }

    private static void Apply(Support support, EmbeddedRequest request, params ReadOnlySpan<string> headers)
    {
        foreach (string header in headers)
        {
            if (support == Support.Refused && request.Header(header) is not null)
            {
                throw new EmbeddedS3Exception(HttpStatusCode.NotImplemented, "NotImplemented", "A header you provided implies functionality that is not implemented")
                    .With("Header", header);
            }

            if (support == Support.Ignored)
            {
                request.Ignore(header);
            }
        }
    }
}
