namespace S3Kit.Embedded;

/// <summary>Delivers all bytes, one of them wrong.</summary>
internal sealed class CorruptBodyStream(Stream inner, long offset) : BodyStream(inner)
{
    private long _position;

    protected override async ValueTask<int> ReadCoreAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (offset >= _position && offset < _position + count)
        {
            buffer.Span[(int)(offset - _position)] ^= 0xFF;
        }

        _position += count;
        return count;
    }
}
