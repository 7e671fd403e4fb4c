namespace S3Kit.Tests.Scripting;

/// <summary>A stream to upload that stands still at its second piece the first time round, and notices being read by two at a time.</summary>
internal sealed class GatedSource(byte[] bytes) : Stream
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _readers;
    private int _reads;

    /// <summary>Ends when the source stands still.</summary>
    public Task Reached => _reached.Task;

    public bool WasReadByTwo { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => bytes.Length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        WasReadByTwo |= Interlocked.Increment(ref _readers) > 1;
        try
        {
            if (Interlocked.Increment(ref _reads) == 2)
            {
                _reached.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            int read = (int)Math.Min(buffer.Length, Length - Position);
            bytes.AsMemory((int)Position, read).CopyTo(buffer);
            Position += read;
            return read;
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
