using S3Kit.Protocol.Operations;
using S3Kit.Store;

namespace S3Kit.Transfers;

/// <summary>Describes a copy that is written like any other object: in parts, or with bytes that came from another store.</summary>
internal static class CopyDescription
{
    public static PutObjectOptions Of(SourceObject source, IReadOnlyDictionary<string, string> tags, CopyObjectOptions options)
    {
        PutObjectOptions put = options.ToReplacement() with
        {
            IfMatch = options.IfMatch,
            IfNoneMatch = options.IfNoneMatch,
            Tags = tags.Count == 0 ? null : tags,
        };
        if (options.MetadataDirective == CopyDirective.Replace)
        {
            return put;
        }

        ObjectInfo info = source.Info;
        put = put with
        {
            ContentType = info.ContentType,
            ContentDisposition = info.ContentDisposition,
            ContentEncoding = info.ContentEncoding,
            ContentLanguage = info.ContentLanguage,
            CacheControl = info.CacheControl,
            Expires = info.Expires,
            Metadata = info.Metadata,
        };
        try
        {
            PutObjectCheck.CheckDescription(put);
        }
        catch (ArgumentException e)
        {
            // Whoever stored it did so with a client that is less strict.
            throw new S3InvalidRequestException(
                $"The description of '{info.Bucket}/{info.Key}' cannot be carried over to a copy: {e.Message} Copy it with {nameof(CopyObjectOptions.MetadataDirective)} {nameof(CopyDirective.Replace)}.", e)
            {
                Operation = "CopyObject",
                Bucket = info.Bucket,
                Key = info.Key,
                Endpoint = info.Endpoint,
            };
        }

        return put;
    }
}
