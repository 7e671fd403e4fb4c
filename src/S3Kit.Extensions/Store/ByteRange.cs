using System.Globalization;

namespace S3Kit;

/// <summary>A range of bytes, as the HTTP header <c>Range</c> says it (RFC 9110, section 14.1.2). Offsets count from 0 and both ends are included.</summary>
public readonly record struct ByteRange
{
    private ByteRange(long? first, long? last)
    {
        First = first;
        Last = last;
    }

    /// <summary>The first byte wanted; <see langword="null"/> when the last <see cref="Last"/> bytes are wanted.</summary>
    public long? First { get; }

    /// <summary>The last byte wanted, included; <see langword="null"/> means to the end. Without <see cref="First"/>: how many bytes from the end.</summary>
    public long? Last { get; }

    /// <summary>All bytes from an offset to the end.</summary>
    /// <param name="offset">The first byte wanted, 0 or more.</param>
    /// <returns>The range.</returns>
    public static ByteRange From(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new ByteRange(offset, null);
    }

    /// <summary>The bytes from one offset to another, both included.</summary>
    /// <param name="first">The first byte wanted, 0 or more.</param>
    /// <param name="last">The last byte wanted, not less than <paramref name="first"/>.</param>
    /// <returns>The range.</returns>
    public static ByteRange Between(long first, long last)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        return new ByteRange(first, last);
    }

    /// <summary>The last bytes of an object; the whole object when it is smaller.</summary>
    /// <param name="count">How many bytes from the end, 1 or more.</param>
    /// <returns>The range.</returns>
    public static ByteRange Suffix(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new ByteRange(null, count);
    }

    /// <summary>The value of the <c>Range</c> header.</summary>
    /// <returns>For instance <c>bytes=0-99</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"bytes={First}-{Last}");
}
