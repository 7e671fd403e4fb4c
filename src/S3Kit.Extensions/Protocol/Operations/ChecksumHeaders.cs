using S3Kit.Checksums;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>Checksums that go with the bytes (<c>x-amz-checksum-*</c>). Only who asks for one sends any of these headers: not every store takes them.</summary>
internal static class ChecksumHeaders
{
    /// <summary>Refuses a checksum that the store is known not to take, before anything is sent.</summary>
    public static void Check(S3Request request, PutObjectOptions? options, StorageEndpoint endpoint)
    {
        if (FormatOf(options) is { } format)
        {
            endpoint.Settings.Dialect.Require(
                endpoint.Settings.Dialect.Checksums,
                $"the checksum {format.Name}",
                $"Leave {nameof(PutObjectOptions.ChecksumAlgorithm)} out: the SHA-256 in the signature protects the bytes on their way.",
                new S3ErrorContext(request.Operation, endpoint.Name, request.Bucket, request.Key));
        }
    }

    /// <summary>With a body, the checksum of its bytes.</summary>
    public static void AddOf(RequestBody body, S3Request request, PutObjectOptions? options)
    {
        if (FormatOf(options) is { } format && body.Checksum(format) is { } checksum)
        {
            // Ceph looks at the checksum only when the algorithm is named too.
            request.AddHeader(S3Headers.SdkChecksumAlgorithm, format.Name);
            request.AddHeader(format.Header, checksum);
        }
    }

    /// <summary>With the beginning of a multipart upload, which checksum the object is to have.</summary>
    public static void AddAlgorithm(S3Request request, PutObjectOptions? options)
    {
        if (FormatOf(options) is { } format)
        {
            request.AddHeader(S3Headers.ChecksumAlgorithm, format.Name);
            request.AddHeader(S3Headers.ChecksumType, format.Type);
        }
    }

    /// <summary>With the end of a multipart upload, the checksum of all the bytes.</summary>
    public static void AddWhole(S3Request request, PutObjectOptions? options, string? checksum)
    {
        if (checksum is not null && FormatOf(options) is { } format)
        {
            request.AddHeader(format.Header, checksum);
            request.AddHeader(S3Headers.ChecksumType, format.Type);
        }
    }

    public static ChecksumFormat? FormatOf(PutObjectOptions? options) => options is null ? null : ChecksumFormat.Of(options.ChecksumAlgorithm);
}
