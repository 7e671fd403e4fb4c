namespace S3Kit.Protocol.Operations;

/// <summary>What get and head have in common: the version and the conditions.</summary>
internal static class ReadConditions
{
    public static void Check(HeadObjectOptions? options)
    {
        if (options is not null)
        {
            S3Names.CheckVersionId(options.VersionId);
            HeaderValues.CheckETag(options.IfMatch, nameof(HeadObjectOptions.IfMatch));
            HeaderValues.CheckETag(options.IfNoneMatch, nameof(HeadObjectOptions.IfNoneMatch));
            if (options is GetObjectOptions { Range: { First: null, Last: null } })
            {
                throw new ArgumentException($"{nameof(GetObjectOptions.Range)} is a range of no bytes: make it with {nameof(ByteRange)}.From, Between or Suffix, or leave it null for all.", nameof(options));
            }
        }
    }

    public static void Add(S3Request request, HeadObjectOptions? options)
    {
        if (options is null)
        {
            return;
        }

        request.AddQuery("versionId", options.VersionId);
        if (!WantsAny(options))
        {
            request.AddETagHeader("if-match", options.IfMatch);
            request.AddHeader("if-unmodified-since", options.IfUnmodifiedSince);
        }

        request.AddETagHeader("if-none-match", options.IfNoneMatch);
        request.AddHeader("if-modified-since", options.IfModifiedSince);
        EncryptionHeaders.AddCustomerKey(request, options.CustomerKey);
    }

    /// <summary>
    /// Any object will do, says <c>If-Match: *</c>. That holds wherever there is one, and where there is none the answer is 404 whatever the conditions (RFC 9110,
    /// 13.1.1 and 13.2.1). So it need not be said, which is as well: there are stores that look for an ETag of that name.
    /// </summary>
    private static bool WantsAny(HeadObjectOptions options) => options.IfMatch?.Trim() == "*";

    /// <summary>
    /// A store that does not know a condition answers as if there were none: with another object than the one that the caller would have.
    /// What the answer tells is enough to notice.
    /// </summary>
    public static ObjectInfo Confirm(ObjectInfo info, S3Response response, HeadObjectOptions? options)
    {
        string? fault = options switch
        {
            { IfMatch: { } tag } when !ETags.Names(tag, info.ETag) => $"the object has the ETag '{info.ETag}', which is not the one of {nameof(options.IfMatch)}.",

            // The time counts only where no ETag is asked for (RFC 9110, 13.2.2).
            { IfMatch: null, IfUnmodifiedSince: { } since } when info.LastModified > since =>
                $"the object was modified at {info.LastModified:u}, after {nameof(options.IfUnmodifiedSince)}.",
            _ => null,
        };
        return fault is null ? info : throw S3Errors.ConditionIgnored(response.Context, response.Status, fault, response.Header(S3Headers.RequestId));
    }
}
