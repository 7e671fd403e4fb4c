using System.Threading.Channels;

namespace S3Kit.Tests.Scripting;

/// <summary>The body of an answer, which comes in pieces when the test sends them.</summary>
internal sealed class ScriptedBody : Stream
{
    private readonly Channel<byte[]> _pieces = Channel.CreateUnbounded<byte[]>();
    private readonly CancellationTokenSource _disposed = new();
    private readonly TaskCompletionSource _blockingRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlyMemory<byte> _rest;

    /// <summary>Ends when a read blocks its thread.</summary>
    public Task BlockingRead => _blockingRead.Task;

    /// <summary>Ends when everything that was sent so far has been read and more is waited for.</summary>
    public Task Drained => _drained.Task;

    public bool IsDisposed => _disposed.IsCancellationRequested;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void Send(byte[] piece)
    {
        _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pieces.Writer.TryWrite(piece);
    }

    public void End() => _pieces.Writer.TryComplete();

    public void Break(Exception error) => _pieces.Writer.TryComplete(error);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.IsEmpty)
        {
            try
            {
                if (_pieces.Reader.Count == 0)
                {
                    _drained.TrySetResult();
                }

                _rest = await _pieces.Reader.ReadAsync(cancellationToken);
            }
            catch (ChannelClosedException e)
            {
                return e.InnerException is { } error ? throw error : 0;
            }
        }

        int count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_rest.IsEmpty && _pieces.Reader.TryRead(out byte[]? piece))
        {
            _rest = piece;
        }

        if (_rest.IsEmpty && !_pieces.Reader.Completion.IsCompleted)
        {
            _blockingRead.TrySetResult();
            _disposed.Token.WaitHandle.WaitOne();
            throw new IOException("The socket was closed.");
        }

        int read = Math.Min(count, _rest.Length);
        _rest.Span[..read].CopyTo(buffer.AsSpan(offset));
        _rest = _rest[read..];
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
        _disposed.Cancel();
        base.Dispose(disposing);
    }
}
