using System.Net;
using System.Text;

namespace S3Kit.Embedded;

/// <summary>The headers S3 keeps with an object and sends back with it.</summary>
internal static class ObjectHeaders
{
    private const string MetadataPrefix = "x-amz-meta-";
    private const int LargestMetadata = 2 * 1024;

    private static readonly string[] Kept =
    [
        "content-type", "content-disposition", "content-encoding", "content-language", "cache-control", "expires", "x-amz-website-redirect-location",
    ];

    public static IReadOnlyList<KeyValuePair<string, string>> From(EmbeddedRequest request)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var name in Kept)
        {
            var value = request.Header(name);
            if (string.Equals(name, "content-encoding", StringComparison.Ordinal))
            {
                value = WithoutTransferEncoding(value);
            }

            if (!string.IsNullOrEmpty(value))
            {
                headers.Add(new(name, value));
            }
        }

        var size = 0;
        foreach (var header in request.HeadersFrom(MetadataPrefix))
        {
            headers.Add(header);
            size += header.Key.Length - MetadataPrefix.Length + Encoding.UTF8.GetByteCount(header.Value);
        }

        return size <= LargestMetadata
            ? headers
            : throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
                .With("MaxSizeAllowed", "2048");
    }

    public static void Write(HttpResponseMessage response, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        // S3 names a type even when the object was stored without one.
        response.With("content-type", "binary/octet-stream");
        foreach (var header in headers)
        {
            response.With(header.Key, header.Value);
        }
    }

    // aws-chunked says how the body came, not what the object is.
    private static string? WithoutTransferEncoding(string? encoding) =>
        encoding is null
            ? null
            : string.Join(
                ", ",
                encoding.Split(',', StringSplitOptions.TrimEntries)
                    .Where(static e => !string.Equals(e, "aws-chunked", StringComparison.OrdinalIgnoreCase)));
}
