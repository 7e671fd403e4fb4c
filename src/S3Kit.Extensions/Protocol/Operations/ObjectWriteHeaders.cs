using System.Collections.Frozen;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>What a put and the beginning of a multipart upload have in common: how the object is described.</summary>
internal static class ObjectWriteHeaders
{
    public static void AddDescription(S3Request request, PutObjectOptions? options)
    {
        request.AddHeader("content-type", options?.ContentType ?? "application/octet-stream");
        if (options is null)
        {
            return;
        }

        request.AddHeader("content-disposition", options.ContentDisposition);
        request.AddHeader("content-encoding", options.ContentEncoding);
        request.AddHeader("content-language", options.ContentLanguage);
        request.AddHeader("cache-control", options.CacheControl);
        request.AddHeader("expires", options.Expires);
        request.AddHeader(S3Headers.StorageClass, options.StorageClass);
        request.AddHeader(S3Headers.WebsiteRedirectLocation, options.WebsiteRedirectLocation);
        request.AddHeader(S3Headers.Acl, CannedAcls.Name(options.Acl));
        request.AddHeader(S3Headers.Tagging, ObjectTags.ToHeader(options.Tags));
        EncryptionHeaders.Add(request, options.ServerSideEncryption);
        foreach ((string name, string value) in options.Metadata ?? FrozenDictionary<string, string>.Empty)
        {
            request.AddHeader(S3Headers.MetadataPrefix + name.ToLowerInvariant(), EncodedWords.Encode(value));
        }
    }

    /// <summary>
    /// The conditions, which count when the object comes into being: with the put, or with the end of a multipart upload. A store that would take no notice of them
    /// is not asked: it would overwrite what they protect.
    /// </summary>
    public static void AddConditions(S3Request request, PutObjectOptions? options, StorageEndpoint endpoint, Support support)
    {
        CheckConditions(request, options, endpoint, support);
        AddIfMatch(request, options?.IfMatch, endpoint);
        request.AddETagHeader("if-none-match", options?.IfNoneMatch);
    }

    public static void AddIfMatch(S3Request request, string? tag, StorageEndpoint endpoint) =>
        request.AddHeader("if-match", tag is null ? null : endpoint.Settings.Dialect.QuotesIfMatchOfWrites ? ETags.Quote(tag) : ETags.Unquote(tag));

    /// <summary>Says at the beginning of an upload in parts what could otherwise only be said at its end.</summary>
    public static void CheckConditions(S3Request request, PutObjectOptions? options, StorageEndpoint endpoint, Support support)
    {
        if (options is { IfMatch: not null } or { IfNoneMatch: not null })
        {
            bool inParts = request.Operation != "PutObject";
            endpoint.Settings.Dialect.Require(
                support,
                inParts ? "conditions on uploads in parts" : "conditions on a put",
                inParts
                    ? $"Upload the object in one request (raise {nameof(S3KitOptions.Transfers)}:{nameof(TransferOptions.MultipartThreshold)} and give the length), or without condition."
                    : "Store it without condition under a key that nobody else writes.",
                new S3ErrorContext(request.Operation, endpoint.Name, request.Bucket, request.Key));
        }
    }
}
