using S3Kit.Protocol;

namespace S3Kit.Transfers;

/// <summary>
/// Holds the conditions on a copy's source against what its store says of it. Asked for in a HEAD, which more stores understand than the conditions of a copy,
/// and looked at once more in the answer, since there are stores that ignore them there too.
/// </summary>
internal static class CopySourceConditions
{
    public static HeadObjectOptions ToHead(CopyObjectOptions options) => new()
    {
        Priority = options.Priority,
        Timeout = options.Timeout,
        EndpointSelectionStrategy = options.EndpointSelectionStrategy,
        Endpoint = options.SourceEndpoint ?? options.Endpoint,
        VersionId = options.SourceVersionId,
        CustomerKey = options.SourceCustomerKey,
        IfMatch = options.SourceIfMatch,
        IfNoneMatch = options.SourceIfNoneMatch,
        IfModifiedSince = options.SourceIfModifiedSince,
        IfUnmodifiedSince = options.SourceIfUnmodifiedSince,
    };

    /// <summary>The condition that does not hold; <see langword="null"/> when all do. The same order as in RFC 9110, section 13.2.2.</summary>
    public static string? FindBroken(CopyObjectOptions options, ObjectInfo source)
    {
        if (options.SourceIfMatch is { } match)
        {
            if (!ETags.Matches(match, source.ETag))
            {
                return nameof(CopyObjectOptions.SourceIfMatch);
            }
        }
        else if (options.SourceIfUnmodifiedSince is { } unmodified && source.LastModified > unmodified)
        {
            return nameof(CopyObjectOptions.SourceIfUnmodifiedSince);
        }

        if (options.SourceIfNoneMatch is { } noneMatch)
        {
            return ETags.Matches(noneMatch, source.ETag) ? nameof(CopyObjectOptions.SourceIfNoneMatch) : null;
        }

        return options.SourceIfModifiedSince is { } modified && source.LastModified <= modified ? nameof(CopyObjectOptions.SourceIfModifiedSince) : null;
    }
}
