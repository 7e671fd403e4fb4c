using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace S3Kit.AspNetCore;

/// <summary>Describes an object in the headers of an answer.</summary>
internal static class ObjectHeaders
{
    private const string MetadataPrefix = "x-amz-meta-";

    /// <summary>The headers of GET and HEAD, without the length.</summary>
    public static void Write(HttpResponse response, ObjectInfo info, ObjectStoreEndpointOptions options)
    {
        var headers = response.Headers;
        WriteValidators(response, info);
        headers.AcceptRanges = "bytes";
        headers.ContentType = HeaderText.Plain(info.ContentType) ?? "application/octet-stream";
        headers.ContentDisposition = HeaderText.Plain(info.ContentDisposition);
        headers.ContentEncoding = HeaderText.Plain(info.ContentEncoding);
        headers.ContentLanguage = HeaderText.Plain(info.ContentLanguage);
        headers["x-amz-storage-class"] = HeaderText.Plain(info.StorageClass);

        // Anybody who may upload decides on the media type: without these two a stored page would run its scripts with the app's origin.
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = options.ContentSecurityPolicy;
        foreach (var (name, value) in info.Metadata)
        {
            if (HeaderText.IsToken(name))
            {
                headers[MetadataPrefix + name] = HeaderText.Encode(value);
            }
        }
    }

    /// <summary>What a 304 carries too (RFC 9110, section 15.4.5).</summary>
    public static void WriteValidators(HttpResponse response, ObjectInfo info)
    {
        WriteETag(response, info.ETag);
        response.Headers.LastModified = info.LastModified?.ToString("r", CultureInfo.InvariantCulture);
        response.Headers.CacheControl = HeaderText.Plain(info.CacheControl);
        response.Headers.Expires = info.Expires?.ToString("r", CultureInfo.InvariantCulture);
        WriteVersion(response, info.VersionId);
    }

    public static void WriteETag(HttpResponse response, string? tag)
    {
        if (tag is not null && HeaderText.IsPlain(tag) && !tag.Contains('"', StringComparison.Ordinal))
        {
            response.Headers.ETag = $"\"{tag}\"";
        }
    }

    public static void WriteVersion(HttpResponse response, string? versionId) => response.Headers["x-amz-version-id"] = HeaderText.Plain(versionId);

    /// <summary>The user metadata of an upload; null when there is none.</summary>
    public static Dictionary<string, string>? ReadMetadata(IHeaderDictionary headers)
    {
        Dictionary<string, string>? metadata = null;
        foreach (var (name, value) in headers)
        {
            if (name.Length > MetadataPrefix.Length && name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            {
                metadata ??= new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                metadata[name[MetadataPrefix.Length..]] = value.ToString();
            }
        }

        return metadata;
    }
}
