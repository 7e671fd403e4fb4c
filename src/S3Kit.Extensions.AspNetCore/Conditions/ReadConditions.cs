using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace S3Kit.AspNetCore;

/// <summary>
/// The conditions of GET and HEAD, evaluated here in the order of RFC 9110, section 13.2.2, not by the store: stores know neither lists of tags nor
/// <c>*</c>, and their 304 does not tell the ETag that ours must carry.
/// </summary>
internal sealed class ReadConditions
{
    private readonly EntityTagList? ifMatch;
    private readonly EntityTagList? ifNoneMatch;
    private readonly DateTimeOffset? ifModifiedSince;
    private readonly DateTimeOffset? ifUnmodifiedSince;

    private ReadConditions(IHeaderDictionary headers)
    {
        ifMatch = EntityTagList.Parse(headers.IfMatch);
        ifNoneMatch = EntityTagList.Parse(headers.IfNoneMatch);
        ifModifiedSince = Date(headers.IfModifiedSince);
        ifUnmodifiedSince = Date(headers.IfUnmodifiedSince);
    }

    /// <summary>Whether there is anything to evaluate.</summary>
    public bool Any => ifMatch is not null || ifNoneMatch is not null || ifModifiedSince is not null || ifUnmodifiedSince is not null;

    public static ReadConditions Parse(IHeaderDictionary headers) => new(headers);

    public ConditionOutcome Evaluate(ObjectInfo info)
    {
        var modified = WholeSeconds(info.LastModified);
        if (ifMatch is not null)
        {
            if (!ifMatch.ContainsStrong(info.ETag))
            {
                return ConditionOutcome.Failed;
            }
        }
        else if (ifUnmodifiedSince < modified)
        {
            return ConditionOutcome.Failed;
        }

        if (ifNoneMatch is not null)
        {
            return ifNoneMatch.ContainsWeak(info.ETag) ? ConditionOutcome.NotModified : ConditionOutcome.Proceed;
        }

        return ifModifiedSince >= modified ? ConditionOutcome.NotModified : ConditionOutcome.Proceed;
    }

    /// <summary>A date that cannot be read is no condition, says RFC 9110, sections 13.1.3 and 13.1.4.</summary>
    internal static DateTimeOffset? Date(StringValues header) => header.Count == 1 && HeaderUtilities.TryParseDate(header[0], out var date) ? date : null;

    /// <summary>HTTP dates have no fractions; stores may.</summary>
    internal static DateTimeOffset? WholeSeconds(DateTimeOffset? time) =>
        time is { } exact ? exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerSecond)) : null;
}
