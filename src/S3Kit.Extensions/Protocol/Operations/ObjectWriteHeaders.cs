using System.Collections.Frozen;

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

    /// <summary>The conditions, which count when the object comes into being: with the put, or with the end of a multipart upload.</summary>
    public static void AddConditions(S3Request request, PutObjectOptions? options)
    {
        request.AddETagHeader("if-match", options?.IfMatch);
        request.AddETagHeader("if-none-match", options?.IfNoneMatch);
    }
}
