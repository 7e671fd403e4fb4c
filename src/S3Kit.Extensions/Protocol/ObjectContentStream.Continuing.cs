namespace S3Kit.Protocol;

/// <content>What happens when a connection breaks: the rest is asked for anew, from the byte that comes next.</content>
internal sealed partial class ObjectContentStream
{
    private CancellationTokenSource? _reopening;
    private long _reopenedAt = -1;
    private long _openedAt;
    private int _fruitless;

    /// <summary>The connection is of no use any more, and why.</summary>
    private void Break(ObjectBody body, S3KitException failure)
    {
        _failure = Sent(failure);

        // A caller that let the connection lie for long may have been cut off for that: nothing to hold against the endpoint.
        bool lay = failure is not S3TimeoutException && _source.Time.GetElapsedTime(_lastMove) > _source.StallTimeout;
        _source.Broke(body.Endpoint, failure, _position, lay ? null : _openedAt);
        Drop();
    }

    /// <summary>The caller cancelled a read, and the connection with it. The next read may go on from here on another.</summary>
    private void GiveUp(ObjectBody body, Exception exception)
    {
        _failure = Sent(S3Errors.Network(Context(body), exception));
        _reopenedAt = -1;
        Drop();
    }

    private void Drop() => Interlocked.Exchange(ref _body, null)?.Dispose();

    /// <summary>Asks for the rest, as a new request on the way of all requests.</summary>
    private async ValueTask<ObjectBody> ReopenAsync(CancellationToken cancellationToken)
    {
        S3KitException failure = _failure!;
        _fruitless = _position > _reopenedAt ? 1 : _fruitless + 1;
        if (_over || Pin.ETag is null || _fruitless > _source.MaxRetries)
        {
            _over = true;
            throw failure;
        }

        _reopenedAt = _position;
        using var reopening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Volatile.Write(ref _reopening, reopening);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            ObjectBody body = await _source.OpenAsync(Pin, _offset + _position, _length >= 0 ? _offset + _length - 1 : null, failure.Endpoint, reopening.Token).ConfigureAwait(false);
            _openedAt = _source.Time.GetTimestamp();
            _body = body;
            if (_disposed != 0)
            {
                Drop();
                ObjectDisposedException.ThrowIf(condition: true, this);
            }

            return body;
        }
        catch (OperationCanceledException)
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, this);
            _reopenedAt = -1;
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (S3KitException e)
        {
            _over = true;
            throw _failure = S3Errors.NotContinued(failure, e, _position);
        }
        finally
        {
            Volatile.Write(ref _reopening, null);
        }
    }

    private void CancelReopening()
    {
        try
        {
            Volatile.Read(ref _reopening)?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It came to its end meanwhile.
        }
    }
}
