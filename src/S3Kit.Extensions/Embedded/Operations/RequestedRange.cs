using System.Globalization;
using System.Net;

namespace S3Kit.Embedded;

/// <summary>The part of an object a Range header asks for.</summary>
internal readonly record struct RequestedRange(long Offset, long Length)
{
    /// <summary>Null when the whole object is to be sent: no range, several ranges, or one that makes no sense.</summary>
    public static RequestedRange? Parse(string? header, long size)
    {
        if (header is null
            || !header.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase)
            || header.Contains(',', StringComparison.Ordinal)
            || header.IndexOf('-', StringComparison.Ordinal) is var dash && dash < 0)
        {
            return null;
        }

        var first = header.AsSpan(6, dash - 6).Trim();
        var last = header.AsSpan(dash + 1).Trim();
        if (first.IsEmpty)
        {
            return TryNumber(last, out var count) ? Suffix(count, size, header) : null;
        }

        var end = size - 1;
        if (!TryNumber(first, out var start) || !(last.IsEmpty || TryNumber(last, out end)) || end < start && !last.IsEmpty)
        {
            return null;
        }

        return start < size
            ? new RequestedRange(start, Math.Min(end, size - 1) - start + 1)
            : throw Unsatisfiable(header, size);
    }

    public string ContentRange(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes {Offset}-{Offset + Length - 1}/{size}");

    private static RequestedRange Suffix(long count, long size, string header)
    {
        var length = Math.Min(count, size);
        return length > 0 ? new RequestedRange(size - length, length) : throw Unsatisfiable(header, size);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static EmbeddedS3Exception Unsatisfiable(string header, long size) =>
        new EmbeddedS3Exception(HttpStatusCode.RequestedRangeNotSatisfiable, "InvalidRange", "The requested range is not satisfiable")
            .With("RangeRequested", header)
            .With("ActualObjectSize", size.ToString(CultureInfo.InvariantCulture))
            .WithHeader("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{size}"));
}
