namespace S3Kit.Protocol.Operations;

/// <summary>What get and head have in common: the version and the conditions.</summary>
internal static class ReadConditions
{
    public static void Check(HeadObjectOptions? options)
    {
        if (options is not null)
        {
            S3Names.CheckVersionId(options.VersionId);
            HeaderValues.Check(options.IfMatch, nameof(HeadObjectOptions.IfMatch));
            HeaderValues.Check(options.IfNoneMatch, nameof(HeadObjectOptions.IfNoneMatch));
        }
    }

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
        EncryptionHeaders.AddCustomerKey(request, options.CustomerKey);
    }
}
