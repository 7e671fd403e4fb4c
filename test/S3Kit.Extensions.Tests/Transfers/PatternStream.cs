namespace S3Kit.Tests.Transfers;

/// <summary>A stream of a pattern that anybody can check, which reads, pauses, fails and counts as the test says.</summary>
internal sealed class PatternStream(long length, bool canSeek) : Stream
{
    private long _position;
    private int _reading;

    /// <summary>The most bytes that one read yields.</summary>
    public int Step { get; init; } = int.MaxValue;

    /// <summary>What a read throws from this position on.</summary>
    public (long Position, Exception Exception)? Failure { get; init; }

    /// <summary>Awaited by every read.</summary>
    public Func<Task>? Gate { get; set; }

    public bool WasReadTwiceAtATime { get; private set; }

    public bool IsDisposed { get; private set; }

    public override bool CanRead => !IsDisposed;

    public override bool CanSeek => canSeek && !IsDisposed;

    public override bool CanWrite => false;

    public override long Length => canSeek ? length : throw new NotSupportedException();

    public override long Position { get => canSeek ? _position : throw new NotSupportedException(); set => _position = canSeek ? value : throw new NotSupportedException(); }

    public static byte[] Bytes(long start, long length)
    {
        byte[] bytes = new byte[length];
        for (long i = 0; i < length; i++)
        {
            bytes[i] = At(start + i);
        }

        return bytes;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        WasReadTwiceAtATime |= Interlocked.Increment(ref _reading) > 1;
        try
        {
            if (Gate is { } gate)
            {
                await gate();
            }

            return Read(buffer.Span);
        }
        finally
        {
            Interlocked.Decrement(ref _reading);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Failure is { } failure && _position >= failure.Position)
        {
            throw failure.Exception;
        }

        int read = (int)Math.Min(Math.Min(buffer.Length, Step), length - _position);
        for (int i = 0; i < read; i++)
        {
            buffer[i] = At(_position + i);
        }

        _position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private static byte At(long position) => (byte)((position * 31) ^ (position >> 8));
}
