using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>A stream to upload that takes its time for each piece: reading moves the clock.</summary>
internal sealed class SlowSource(WatchedTimeProvider time, long length, TimeSpan pace) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = (int)Math.Min(buffer.Length, length - _position);
        if (read > 0)
        {
            time.Advance(pace);
        }

        cancellationToken.ThrowIfCancellationRequested();
        buffer.Span[..read].Clear();
        _position += read;
        return new ValueTask<int>(read);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
