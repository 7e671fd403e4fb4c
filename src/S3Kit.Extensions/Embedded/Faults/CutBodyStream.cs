namespace S3Kit.Embedded;

/// <summary>Delivers so many bytes and then something else: an exception, a wait, or the end.</summary>
internal sealed class CutBodyStream(Stream inner, long afterBytes, Func<CancellationToken, ValueTask> atCut) : BodyStream(inner)
{
    private long _left = afterBytes;

    protected override async ValueTask<int> ReadCoreAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (_left == 0)
        {
            await atCut(cancellationToken).ConfigureAwait(false);
            return 0;
        }

        var count = await Inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
        _left -= count;
        return count;
    }
}
