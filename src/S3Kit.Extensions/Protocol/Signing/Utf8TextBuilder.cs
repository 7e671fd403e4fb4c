using System.Buffers;
using System.Text;

namespace S3Kit.Protocol;

/// <summary>
/// UTF-8 text in a buffer the caller puts on the stack, moved to a pooled array only when it outgrows that. What is
/// signed is hashed as bytes, so building a string first would only be copied and thrown away.
/// </summary>
internal ref struct Utf8TextBuilder(Span<byte> initial)
{
    private Span<byte> _buffer = initial;
    private byte[]? _rented;
    private int _length;

    public readonly int Length => _length;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Starts again in the same buffer.</summary>
    public void Clear() => _length = 0;

    public void Append(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    public void Append(scoped ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_buffer[_length..]);
        _length += value.Length;
    }

    public void Append(scoped ReadOnlySpan<char> value)
    {
        // The exact count would walk the text twice; three bytes a char is the most UTF-8 needs.
        Reserve(value.Length * 3);
        _length += Encoding.UTF8.GetBytes(value, _buffer[_length..]);
    }

    public void AppendHex(scoped ReadOnlySpan<byte> value)
    {
        Reserve(value.Length * 2);
        Convert.TryToHexStringLower(value, _buffer[_length..], out var written);
        _length += written;
    }

    public void AppendTime(DateTimeOffset time, string format)
    {
        Reserve(32);
        time.UtcDateTime.TryFormat(_buffer[_length..], out var written, format, System.Globalization.CultureInfo.InvariantCulture);
        _length += written;
    }

    public override readonly string ToString() => Encoding.UTF8.GetString(Written);

    /// <summary>Gives back what was rented. Call it once, in a <c>finally</c>.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Reserve(int count)
    {
        if (_buffer.Length - _length >= count)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + count, _buffer.Length * 2));
        Written.CopyTo(larger);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        _buffer = _rented = larger;
    }
}
