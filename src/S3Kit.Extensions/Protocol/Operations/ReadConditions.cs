namespace S3Kit.Protocol.Operations;

/// <summary>What get and head have in common: the version and the conditions.</summary>
internal static class ReadConditions
{
    public static void Add(S3Request request, HeadObjectOptions? options)
    {
        if (options is null)
        {
            return;
        }

        request.AddQuery("versionId", options.VersionId);
        request.AddETagHeader("if-match", options.IfMatch);
        request.AddETagHeader("if-none-match", options.IfNoneMatch);
        request.AddHeader("if-modified-since", options.IfModifiedSince);
        request.AddHeader("if-unmodified-since", options.IfUnmodifiedSince);
    }
}
