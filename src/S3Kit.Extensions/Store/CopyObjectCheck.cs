using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Store;

/// <summary>Checks what is to be copied, before anything is sent.</summary>
internal static class CopyObjectCheck
{
    public static void Check(string sourceBucket, string sourceKey, string destinationBucket, string destinationKey, CopyObjectOptions options)
    {
        S3Names.CheckBucket(sourceBucket, nameof(sourceBucket));
        S3Names.CheckKey(sourceKey, nameof(sourceKey));
        S3Names.CheckBucket(destinationBucket, nameof(destinationBucket));
        S3Names.CheckKey(destinationKey, nameof(destinationKey));
        S3Names.CheckText(options.SourceVersionId, nameof(CopyObjectOptions.SourceVersionId));
        CheckNotEmpty(options.SourceVersionId, nameof(CopyObjectOptions.SourceVersionId));
        CheckNotEmpty(options.SourceEndpoint, nameof(CopyObjectOptions.SourceEndpoint));
        CheckMetadata(options);
        CheckTags(options);
        HeaderValues.Check(options.StorageClass, nameof(CopyObjectOptions.StorageClass));
        _ = CannedAcls.Name(options.Acl);
        EncryptionHeaders.Check(options.ServerSideEncryption);
        HeaderValues.CheckETag(options.SourceIfMatch, nameof(CopyObjectOptions.SourceIfMatch));
        HeaderValues.CheckETag(options.SourceIfNoneMatch, nameof(CopyObjectOptions.SourceIfNoneMatch));
        HeaderValues.CheckETag(options.IfMatch, nameof(CopyObjectOptions.IfMatch));
        HeaderValues.CheckETag(options.IfNoneMatch, nameof(CopyObjectOptions.IfNoneMatch));
        if (options.IfNoneMatch is not (null or "*"))
        {
            throw new ArgumentException($"{nameof(CopyObjectOptions.IfNoneMatch)} can only be *: S3 knows no other for a write.", nameof(options));
        }
    }

    /// <summary>S3 refuses to copy an object onto itself when nothing of it would change. Tags alone do not count as a change.</summary>
    public static void CheckChangesSomething(string sourceBucket, string sourceKey, string destinationBucket, string destinationKey, CopyObjectOptions options)
    {
        if (string.Equals(sourceBucket, destinationBucket, StringComparison.Ordinal)
            && string.Equals(sourceKey, destinationKey, StringComparison.Ordinal)
            && options is { SourceVersionId: null, StorageClass: null, ServerSideEncryption: null, MetadataDirective: CopyDirective.Copy })
        {
            throw new ArgumentException(
                $"The object is to be copied onto itself, and nothing of it would change, which S3 refuses. Name another key, set {nameof(CopyObjectOptions.MetadataDirective)} to "
                + $"{nameof(CopyDirective.Replace)}, or give a {nameof(CopyObjectOptions.StorageClass)}, {nameof(CopyObjectOptions.ServerSideEncryption)} or {nameof(CopyObjectOptions.SourceVersionId)}.",
                nameof(destinationKey));
        }
    }

    private static void CheckMetadata(CopyObjectOptions options)
    {
        switch (options.MetadataDirective)
        {
            case CopyDirective.Replace:
                PutObjectCheck.CheckDescription(options.ToReplacement());
                break;
            case CopyDirective.Copy:
                string? given = options switch
                {
                    { ContentType: not null } => nameof(CopyObjectOptions.ContentType),
                    { ContentDisposition: not null } => nameof(CopyObjectOptions.ContentDisposition),
                    { ContentEncoding: not null } => nameof(CopyObjectOptions.ContentEncoding),
                    { ContentLanguage: not null } => nameof(CopyObjectOptions.ContentLanguage),
                    { CacheControl: not null } => nameof(CopyObjectOptions.CacheControl),
                    { Expires: not null } => nameof(CopyObjectOptions.Expires),
                    { Metadata: not null } => nameof(CopyObjectOptions.Metadata),
                    _ => null,
                };
                RefuseUnused(given, nameof(CopyObjectOptions.MetadataDirective));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(options), options.MetadataDirective, $"{nameof(CopyObjectOptions.MetadataDirective)} is Copy or Replace.");
        }
    }

    private static void CheckTags(CopyObjectOptions options)
    {
        switch (options.TaggingDirective)
        {
            case CopyDirective.Copy:
                RefuseUnused(options.Tags is null ? null : nameof(CopyObjectOptions.Tags), nameof(CopyObjectOptions.TaggingDirective));
                return;
            case CopyDirective.Replace:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(options), options.TaggingDirective, $"{nameof(CopyObjectOptions.TaggingDirective)} is Copy or Replace.");
        }

        ObjectTags.Check(options.Tags, nameof(CopyObjectOptions.Tags));
    }

    private static void RefuseUnused(string? option, string directive)
    {
        if (option is not null)
        {
            throw new ArgumentException($"{option} is given, but would not be used: {directive} is {nameof(CopyDirective.Copy)}. Set it to {nameof(CopyDirective.Replace)}.", option);
        }
    }

    private static void CheckNotEmpty(string? text, string option)
    {
        if (text is { Length: 0 })
        {
            throw new ArgumentException($"{option} is empty; leave it null when there is none.", option);
        }
    }
}
