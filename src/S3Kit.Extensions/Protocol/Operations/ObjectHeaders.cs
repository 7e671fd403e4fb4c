using System.Collections.Frozen;
using System.Globalization;
using System.Net.Http.Headers;

namespace S3Kit.Protocol.Operations;

/// <summary>Reads an object's description from the headers of get and head.</summary>
internal static class ObjectHeaders
{
    public static ObjectInfo Read(S3Response response, long size)
    {
        // Every S3 store tells both of an object, and a proxy's page seldom tells either.
        if (response.Header("ETag") is null && response.Header("Last-Modified") is null)
        {
            throw S3Errors.NotS3(response.Context, response.Status, "the answer describes no object: it has neither ETag nor Last-Modified.", response.Header(S3Headers.RequestId));
        }

        return Describe(response, size);
    }

    private static ObjectInfo Describe(S3Response response, long size) => new()
    {
        Bucket = response.Request.Bucket!,
        Key = response.Request.Key!,
        Size = size,
        ETag = ETags.Unquote(response.Header("ETag")),
        LastModified = ReadTime(response.Header("Last-Modified")),
        ContentType = response.Header("Content-Type"),
        ContentDisposition = response.Header("Content-Disposition"),
        ContentEncoding = response.Header("Content-Encoding"),
        ContentLanguage = response.Header("Content-Language"),
        CacheControl = response.Header("Cache-Control"),
        Metadata = ReadMetadata(response.Message.Headers),
        VersionId = response.Header(S3Headers.VersionId),
        StorageClass = response.Header(S3Headers.StorageClass),
        Expires = ReadExpires(response.Message.Content.Headers),
        WebsiteRedirectLocation = response.Header(S3Headers.WebsiteRedirectLocation),
        TagCount = int.TryParse(response.Header(S3Headers.TaggingCount), NumberStyles.None, CultureInfo.InvariantCulture, out int tags) ? tags : null,
        ServerSideEncryption = EncryptionHeaders.Read(response),
        Endpoint = response.Endpoint.Name,
    };

    private static DateTimeOffset? ReadTime(string? value) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;

    // What is no date, such as 0, means "stale already" (RFC 9111, section 5.3); .NET tells it as the beginning of time.
    private static DateTimeOffset? ReadExpires(HttpContentHeaders headers) => headers.Expires is { } time && time > DateTimeOffset.MinValue ? time : null;

    private static IReadOnlyDictionary<string, string> ReadMetadata(HttpResponseHeaders headers)
    {
        Dictionary<string, string>? metadata = null;
        foreach ((string name, HeaderStringValues values) in headers.NonValidated)
        {
            if (name.StartsWith(S3Headers.MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            {
                metadata ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                metadata[name[S3Headers.MetadataPrefix.Length..].ToLowerInvariant()] = EncodedWords.Decode(values.Count == 1 ? values.ToString() : string.Join(',', values));
            }
        }

        return metadata ?? (IReadOnlyDictionary<string, string>)FrozenDictionary<string, string>.Empty;
    }
}
