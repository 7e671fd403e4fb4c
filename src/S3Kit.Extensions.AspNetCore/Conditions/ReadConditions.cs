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
    private readonly EntityTagList? _ifMatch;
    private readonly EntityTagList? _ifNoneMatch;
    private readonly DateTimeOffset? _ifModifiedSince;
    private readonly DateTimeOffset? _ifUnmodifiedSince;

    private ReadConditions(IHeaderDictionary headers)
    {
        _ifMatch = EntityTagList.Parse(headers.IfMatch);
        _ifNoneMatch = EntityTagList.Parse(headers.IfNoneMatch);
        _ifModifiedSince = Date(headers.IfModifiedSince);
        _ifUnmodifiedSince = Date(headers.IfUnmodifiedSince);
    }

    /// <summary>Whether there is anything to evaluate.</summary>
    public bool Any => _ifMatch is not null || _ifNoneMatch is not null || _ifModifiedSince is not null || _ifUnmodifiedSince is not null;

    public static ReadConditions Parse(IHeaderDictionary headers) => new(headers);

    public ConditionOutcome Evaluate(ObjectInfo info)
    {
        var modified = WholeSeconds(info.LastModified);
        if (_ifMatch is not null)
        {
            if (!_ifMatch.ContainsStrong(info.ETag))
            {
                return ConditionOutcome.Failed;
            }
        }
        else if (_ifUnmodifiedSince < modified)
        {
            return ConditionOutcome.Failed;
        }

        if (_ifNoneMatch is not null)
        {
            return _ifNoneMatch.ContainsWeak(info.ETag) ? ConditionOutcome.NotModified : ConditionOutcome.Proceed;
        }

        return _ifModifiedSince >= modified ? ConditionOutcome.NotModified : ConditionOutcome.Proceed;
    }

    /// <summary>A date that cannot be read is no condition, says RFC 9110, sections 13.1.3 and 13.1.4.</summary>
    internal static DateTimeOffset? Date(StringValues header) => header.Count == 1 && HeaderUtilities.TryParseDate(header[0], out var date) ? date : null;

    /// <summary>HTTP dates have no fractions; stores may.</summary>
    internal static DateTimeOffset? WholeSeconds(DateTimeOffset? time) =>
        time is { } exact ? exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerSecond)) : null;
}
