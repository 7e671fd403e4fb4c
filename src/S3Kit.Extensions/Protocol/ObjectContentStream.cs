using System.Diagnostics.CodeAnalysis;
using S3Kit.Checksums;
using S3Kit.Transfers;

namespace S3Kit.Protocol;

/// <summary>
/// The bytes of an object, or of a range of it, as the caller reads them. When a connection breaks or stalls they come on from where they stopped, from any
/// endpoint, as long as the object is the same; so they end at the announced length, with the checksum the store told, or with a typed error.
/// </summary>
internal sealed partial class ObjectContentStream : Stream
{
    private readonly ObjectSource _source;
    private readonly StallWatch _watch;
    private readonly long _offset;
    private readonly long _length;

    // Null between the break of one connection and the first read from the next; then the failure says why.
    private ObjectBody? _body;
    private S3KitException? _failure;
    private ContentCheck? _check;
    private Checksum? _checksum;
    private long _position;
    private long _lastMove;
    private bool _over;
    private int _disposed;

    /// <param name="source">Where to get the bytes when the body breaks.</param>
    /// <param name="body">The body that is open.</param>
    /// <param name="pin">The state of the object that the body is of.</param>
    /// <param name="offset">Where in the object the first byte stands.</param>
    /// <param name="length">How many bytes are wanted; -1 when the endpoint did not say.</param>
    /// <param name="check">What they must come to; <see langword="null"/> when nobody said.</param>
    public ObjectContentStream(ObjectSource source, ObjectBody body, ObjectPin pin, long offset, long length, ContentCheck? check)
    {
        _source = source;
        _watch = new StallWatch(source.StallTimeout, source.Time);
        _body = body;
        _offset = offset;
        _length = length;
        _check = check;
        _openedAt = _lastMove = source.Time.GetTimestamp();
        Pin = pin;
    }

    public ObjectPin Pin { get; }

    public override bool CanRead => _disposed == 0;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length >= 0 ? _length : throw new NotSupportedException("The endpoint did not say how long the object is.");

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("The content of an object can be read once, forward.");
    }

    /// <summary>Leaves the check of the bytes to the caller, who must not have read any yet.</summary>
    public ContentCheck? TakeCheck()
    {
        ContentCheck? check = _check;
        _check = null;
        return check;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            cancellationToken.ThrowIfCancellationRequested();
            ObjectBody body = _body ?? await ReopenAsync(cancellationToken).ConfigureAwait(false);
            S3KitException? failure;
            try
            {
                ValueTask<int> reading = body.Stream.ReadAsync(buffer[..Wanted(body, buffer.Length)], _watch.Token);
                int read;
                if (reading.IsCompletedSuccessfully)
                {
                    read = reading.Result;
                }
                else
                {
                    // Timer and registration only for reads that wait.
                    _watch.Begin();
                    using (cancellationToken.UnsafeRegister(static watch => ((StallWatch)watch!).Cancel(), _watch))
                    {
                        read = await reading.ConfigureAwait(false);
                    }

                    _watch.End();
                }

                if (TryAccept(body, buffer.Span, read, out failure))
                {
                    return read;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException)
            {
                bool stalled = _watch.End();
                ObjectDisposedException.ThrowIf(_disposed != 0, this);
                if (_position == _length)
                {
                    // All that was wanted has come: how the connection ended does not matter.
                    Verify(body);
                    return 0;
                }

                if (cancellationToken.IsCancellationRequested)
                {
                    GiveUp(body, e);
                    cancellationToken.ThrowIfCancellationRequested();
                }

                failure = Translate(body, e, stalled);
            }

            if (failure is not null)
            {
                Break(body, failure);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads as <see cref="ReadAsync(Memory{byte}, CancellationToken)"/> does, but never asks for the bytes anew: that would have to block on a request.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            ObjectBody body = _body ?? throw _failure!;
            S3KitException? failure;
            _watch.Begin(blocker: body.Stream);
            try
            {
                int read = body.Stream.Read(buffer, offset, Wanted(body, count));
                if (_watch.End())
                {
                    // Cut off by the stall limit, some streams end instead of failing.
                    failure = Translate(body, new IOException("The connection was closed."), stalled: true);
                }
                else if (TryAccept(body, buffer.AsSpan(offset, count), read, out failure))
                {
                    return read;
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException or ObjectDisposedException)
            {
                bool stalled = _watch.End();
                ObjectDisposedException.ThrowIf(_disposed != 0, this);
                if (_position == _length)
                {
                    Verify(body);
                    return 0;
                }

                failure = Translate(body, e, stalled);
            }

            if (failure is not null)
            {
                Break(body, failure);
                throw failure;
            }
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
            _watch.Dispose();
            _body?.Dispose();
            _checksum?.Dispose();
            CancelReopening();
        }

        base.Dispose(disposing);
    }

    private int Wanted(ObjectBody body, int room)
    {
        // What is dropped goes through the caller's buffer, which the next bytes then overwrite.
        long most = body.Surplus > 0 ? body.Surplus : body.MayExceed && _length >= 0 ? _length - _position : room;
        return (int)Math.Min(room, most);
    }

    /// <summary>Takes in what a read yielded.</summary>
    /// <returns>Whether the caller gets it; otherwise the read is to be repeated, after a failure from another body.</returns>
    private bool TryAccept(ObjectBody body, ReadOnlySpan<byte> buffer, int read, out S3KitException? failure)
    {
        failure = null;
        _lastMove = _source.Time.GetTimestamp();
        if (body.Surplus > 0 && !buffer.IsEmpty)
        {
            body.Surplus -= read;
            failure = read > 0 ? null : EndedEarly(body);
            return false;
        }

        if (read > 0)
        {
            _position += read;
            if (_length >= 0 && _position > _length)
            {
                Fail(S3Errors.Integrity(Context(body), $"the body is longer than the {_length} bytes that were announced."));
            }

            if (_check is not null)
            {
                (_checksum ??= _check.Start()).Append(buffer[..read]);
                if (_position == _length)
                {
                    Verify(body);
                }
            }

            return true;
        }

        if (!buffer.IsEmpty)
        {
            if (_length >= 0 && _position < _length)
            {
                failure = EndedEarly(body);
                return false;
            }

            Verify(body);
        }

        return true;
    }

    private void Verify(ObjectBody body)
    {
        if (_check is { } check)
        {
            _checksum ??= check.Start();
            if (!check.Fits(_checksum.Current()))
            {
                Fail(S3Errors.WrongChecksum(Context(body), check.Name));
            }

            _check = null;
        }
    }

    /// <summary>Ends the reading for good: other bytes would not help.</summary>
    [DoesNotReturn]
    private void Fail(S3KitException error)
    {
        _over = true;
        _failure = Sent(error);
        Drop();
        throw error;
    }

    private S3KitException Translate(ObjectBody body, Exception exception, bool stalled)
    {
        if (stalled)
        {
            return S3Errors.Timeout(Context(body), S3TimeoutKind.Stall, _source.StallTimeout, exception);
        }

        return exception is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
            ? S3Errors.Integrity(Context(body), $"the connection was closed after {_position} of {_length} bytes.", exception, transient: true)
            : S3Errors.Network(Context(body), exception);
    }

    private S3KitException EndedEarly(ObjectBody body) =>
        S3Errors.Integrity(Context(body), $"the body ended after {_position} of {_length} bytes.", transient: true);

    private S3ErrorContext Context(ObjectBody body) => _source.Context(body.Endpoint.Name);

    /// <summary>An error while the body is read is one of a request that was sent.</summary>
    private static S3KitException Sent(S3KitException error)
    {
        error.Attempts = 1;
        return error;
    }
}
