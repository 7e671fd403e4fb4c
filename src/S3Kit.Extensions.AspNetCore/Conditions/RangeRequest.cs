using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace S3Kit.AspNetCore;

/// <summary>The range that a GET asks for and the condition on it (RFC 9110, sections 14.2 and 13.1.5).</summary>
internal sealed class RangeRequest
{
    /// <summary>No range: the whole object.</summary>
    public static readonly RangeRequest None = new(null, isEmptySuffix: false, null);

    private readonly string? _ifRange;

    private RangeRequest(ByteRange? range, bool isEmptySuffix, string? ifRange)
    {
        Range = range;
        IsEmptySuffix = isEmptySuffix;
        _ifRange = ifRange;
    }

    /// <summary>The range; null when none was asked for, or one that may be ignored: several ranges, another unit, not a range at all.</summary>
    public ByteRange? Range { get; }

    /// <summary>Whether the last 0 bytes are asked for, which no object can satisfy.</summary>
    public bool IsEmptySuffix { get; }

    /// <summary>Whether the range counts only for one state of the object.</summary>
    public bool IsConditional => _ifRange is not null && (Range is not null || IsEmptySuffix);

    public static RangeRequest Parse(IHeaderDictionary headers)
    {
        if (headers.Range is not [{ } header]
            || !RangeHeaderValue.TryParse(header, out var parsed)
            || !parsed.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase)
            || parsed.Ranges is not { Count: 1 })
        {
            return None;
        }

        var only = parsed.Ranges.First();
        var condition = headers.IfRange.Count == 0 ? null : headers.IfRange.ToString();
        return only switch
        {
            { From: { } first, To: { } last } => new RangeRequest(ByteRange.Between(first, last), isEmptySuffix: false, condition),
            { From: { } first } => new RangeRequest(ByteRange.From(first), isEmptySuffix: false, condition),
            { To: 0 } => new RangeRequest(null, isEmptySuffix: true, condition),
            { To: { } count } => new RangeRequest(ByteRange.Suffix(count), isEmptySuffix: false, condition),
            _ => None,
        };
    }

    /// <summary>Whether the object is still the one that the client has a part of. A date must be equal, not just later.</summary>
    public bool Holds(ObjectInfo info)
    {
        if (_ifRange is null)
        {
            return true;
        }

        return _ifRange.StartsWith('"') || _ifRange.StartsWith("W/", StringComparison.Ordinal)
            ? EntityTagList.Parse(_ifRange)!.ContainsStrong(info.ETag)
            : HeaderUtilities.TryParseDate(_ifRange, out var date)
                ? date == ReadConditions.WholeSeconds(info.LastModified)
                : string.Equals(_ifRange, info.ETag, StringComparison.Ordinal);
    }

    /// <summary>The value of <c>Content-Range</c> for what was read.</summary>
    public static string Describe(GetObjectResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"bytes {result.Offset}-{result.Offset + result.ContentLength - 1}/{result.Info.Size}");
}
