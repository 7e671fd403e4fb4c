namespace S3Kit.Protocol.Operations;

/// <summary>The headers that make a copy of a put.</summary>
internal static class CopyHeaders
{
    /// <summary>
    /// Pins the copy to the source that was looked at when its conditions were found to hold. They are not said again beside it: S3 lets the ETag decide, and it
    /// stands for them all. Without an ETag to pin it to they are said as they are.
    /// </summary>
    public static void AddSourceConditions(S3Request request, CopyObjectOptions options, string? tag)
    {
        if (!options.HasSourceConditions)
        {
            return;
        }

        if (tag is not null)
        {
            request.AddETagHeader("x-amz-copy-source-if-match", tag);
            return;
        }

        request.AddETagHeader("x-amz-copy-source-if-match", options.SourceIfMatch);
        request.AddETagHeader("x-amz-copy-source-if-none-match", options.SourceIfNoneMatch);
        request.AddHeader("x-amz-copy-source-if-modified-since", options.SourceIfModifiedSince);
        request.AddHeader("x-amz-copy-source-if-unmodified-since", options.SourceIfUnmodifiedSince);
    }

    public static void AddDirectives(S3Request request, CopyObjectOptions options)
    {
        if (options.MetadataDirective == CopyDirective.Replace)
        {
            request.AddHeader("x-amz-metadata-directive", "REPLACE");
            ObjectWriteHeaders.AddDescription(request, options.ToReplacement());
        }
        else
        {
            request.AddHeader(S3Headers.StorageClass, options.StorageClass);
            request.AddHeader(S3Headers.Acl, CannedAcls.Name(options.Acl));
            EncryptionHeaders.Add(request, options.ServerSideEncryption);
        }

        if (options.TaggingDirective == CopyDirective.Replace)
        {
            request.AddHeader("x-amz-tagging-directive", "REPLACE");
            request.AddHeader(S3Headers.Tagging, ObjectTags.ToHeader(options.Tags));
        }
    }
}
