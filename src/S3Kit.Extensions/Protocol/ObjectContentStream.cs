using S3Kit.Routing;

namespace S3Kit.Protocol;

/// <summary>
/// The body of an object, as the caller reads it. It ends at the announced length or fails: too few bytes, a broken connection and a standstill
/// are typed errors. Until it is disposed of, the request counts as in flight at its endpoint.
/// </summary>
internal sealed class ObjectContentStream(
    Stream body, HttpResponseMessage message, StorageEndpoint endpoint, S3ErrorContext context, long length, TimeSpan stallTimeout, TimeProvider time) : Stream
{
    private CancellationTokenSource? _stall;
    private ITimer? _timer;
    private volatile bool _stalled;
    private volatile bool _blocking;
    private long _position;
    private int _disposed;

    public override bool CanRead => _disposed == 0;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length >= 0 ? length : throw new NotSupportedException("The endpoint did not say how long the object is.");

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("The content of an object can be read once, forward.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        cancellationToken.ThrowIfCancellationRequested();
        ITimer timer = StallTimer();
        try
        {
            ValueTask<int> reading = body.ReadAsync(buffer, _stall!.Token);
            if (reading.IsCompletedSuccessfully)
            {
                return Count(reading.Result, buffer.Length);
            }

            // Timer and registration only for reads that wait.
            timer.Change(stallTimeout, Timeout.InfiniteTimeSpan);
            using (cancellationToken.UnsafeRegister(static self => ((CancellationTokenSource)self!).Cancel(), _stall))
            {
                int read = await reading.ConfigureAwait(false);
                timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return Count(read, buffer.Length);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Sent(Translate(e));
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        ITimer timer = StallTimer();
        _blocking = true;
        timer.Change(stallTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            int read = body.Read(buffer, offset, count);

            // Cut off by the stall limit, some streams end instead of failing.
            return _stalled ? throw Sent(Translate(new IOException("The connection was closed."))) : Count(read, count);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or ObjectDisposedException)
        {
            throw Sent(Translate(e));
        }
        finally
        {
            _blocking = false;
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The content of an object can be read once, forward.");

    public override void SetLength(long value) => throw new NotSupportedException("The content of an object is not written to.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The content of an object is not written to.");

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _timer?.Dispose();
            body.Dispose();
            message.Dispose();
            _stall?.Dispose();
            endpoint.Load.Finished();
        }

        base.Dispose(disposing);
    }

    private int Count(int read, int wanted)
    {
        if (read > 0)
        {
            _position += read;
            return length >= 0 && _position > length
                ? throw Sent(S3Errors.Integrity(context, $"the body is longer than the {length} bytes that were announced."))
                : read;
        }

        return wanted > 0 && length >= 0 && _position < length
            ? throw Sent(S3Errors.Integrity(context, $"the body ended after {_position} of {length} bytes.", transient: true))
            : 0;
    }

    /// <summary>An error while the body is read is one of a request that was sent.</summary>
    private static S3KitException Sent(S3KitException error)
    {
        error.Attempts = 1;
        return error;
    }

    private S3KitException Translate(Exception exception)
    {
        if (_stalled)
        {
            return S3Errors.Timeout(context, S3TimeoutKind.Stall, stallTimeout, exception);
        }

        return exception is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
            ? S3Errors.Integrity(context, $"the connection was closed after {_position} of {length} bytes.", exception, transient: true)
            : S3Errors.Network(context, exception);
    }

    private ITimer StallTimer()
    {
        _stall ??= new CancellationTokenSource();
        return _timer ??= time.CreateTimer(static self => ((ObjectContentStream)self!).OnStall(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void OnStall()
    {
        _stalled = true;
        if (_blocking)
        {
            // A read that blocks its thread listens to no token: only the end of the connection ends it.
            body.Dispose();
            return;
        }

        try
        {
            _stall!.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Disposed of while the timer was on its way.
        }
    }
}
