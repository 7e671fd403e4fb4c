using System.Runtime.ExceptionServices;

namespace S3Kit.Transfers;

/// <summary>The stream over a <see cref="WriteUpload"/>: knows whether the object is still to be stored, and who has been told why not.</summary>
internal sealed class PartWriteStream : ObjectWriteStream
{
    private readonly WriteUpload _upload;
    private readonly bool _completeOnDispose;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _ending;

    // One at a time works on the upload: a write, the completion, or the end.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _ends = new();
    private ExceptionDispatchInfo? _fault;
    private PutObjectResult? _result;
    private Task? _end;
    private bool _isTold;
    private volatile bool _isAborted;
    private volatile bool _isDisposed;

    public PartWriteStream(TransferContext transfer, UploadTarget target, bool completeOnDispose, CancellationToken cancellationToken)
    {
        _completeOnDispose = completeOnDispose;
        _caller = cancellationToken;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _upload = new WriteUpload(transfer, target, _ending.Token);
    }

    public override PutObjectResult? Result => _result;

    public override bool CanWrite => !_isDisposed && !_isAborted && _result is null;

    public override long Position { get => _upload.Written; set => throw new NotSupportedException("This stream is written from beginning to end."); }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        EnterToWrite();
        bool isDone = false;
        try
        {
            ThrowIfOver(cancellationToken);
            buffer = buffer[_upload.Take(buffer.Span)..];
            isDone = buffer.IsEmpty;
        }
        catch (Exception e)
        {
            isDone = true;
            return ValueTask.FromException(Fail(e, cancellationToken));
        }
        finally
        {
            if (isDone)
            {
                _turn.Release();
            }
        }

        return isDone ? default : new ValueTask(WriteRestAsync(buffer, cancellationToken));
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        EnterToWrite();
        try
        {
            ThrowIfOver(CancellationToken.None);
            if (!_upload.Fits(buffer.Length))
            {
                throw new NotSupportedException("The buffer of this part is full, and sending it would block: use WriteAsync, or FlushAsync between the writes. Nothing is stored.");
            }

            _upload.Take(buffer);
        }
        catch (Exception e)
        {
            // Who was refused has a gap in what he wrote: such an object is not to be stored.
            Exception told = Fail(e, CancellationToken.None);
            if (ReferenceEquals(told, e))
            {
                throw;
            }

            throw told;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void WriteByte(byte value) => Write([value]);

    public override void Flush()
    {
        // What is not a whole part cannot be sent, and what is would block: the next asynchronous call sends it.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => RunAsync(static (upload, token) => upload.FlushAsync(token), cancellationToken);

    public override async Task<PutObjectResult> CompleteAsync(CancellationToken cancellationToken = default)
    {
        if (_result is { } result)
        {
            return result;
        }

        await RunAsync(async (upload, token) => _result = await upload.CompleteAsync(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
        return _result!;
    }

    public override void Abort()
    {
        if (_result is null && !_isDisposed)
        {
            _isAborted = true;
            _ = EndAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            await EndAsync().ConfigureAwait(false);
            return;
        }

        try
        {
            if (_completeOnDispose && !_isAborted && !_isTold)
            {
                await CompleteAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _isDisposed = true;
            await EndAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing || _isDisposed)
        {
            return;
        }

        _isDisposed = true;
        bool isLost = _completeOnDispose && _result is null && !_isAborted && !_isTold && !_caller.IsCancellationRequested;
        _ = EndAsync();
        base.Dispose(disposing);
        if (isLost)
        {
            throw new InvalidOperationException(
                "An object that is written cannot be completed by a synchronous Dispose, so it was aborted and nothing is stored. Use `await using`, or call CompleteAsync before; "
                + "give wrappers that dispose of their stream synchronously, as StreamWriter does, `leaveOpen: true`.");
        }
    }

    private async Task WriteRestAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
            while (!buffer.IsEmpty)
            {
                await _upload.MakeRoomAsync(linked.Token).ConfigureAwait(false);
                buffer = buffer[_upload.Take(buffer.Span)..];
            }
        }
        catch (Exception e)
        {
            Exception told = Fail(e, cancellationToken);
            if (ReferenceEquals(told, e))
            {
                throw;
            }

            throw told;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RunAsync(Func<WriteUpload, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        Enter();
        try
        {
            ThrowIfOver(cancellationToken);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
            await work(_upload, linked.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Exception told = Fail(e, cancellationToken);
            if (ReferenceEquals(told, e))
            {
                throw;
            }

            throw told;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Enter()
    {
        if (!_turn.Wait(0, CancellationToken.None))
        {
            throw InUse();
        }
    }

    private void EnterToWrite()
    {
        if (!_turn.Wait(0, CancellationToken.None))
        {
            // What was refused is missing from then on, whatever the other call does: such an object is not to be stored.
            throw Fail(InUse(), CancellationToken.None);
        }
    }

    private static InvalidOperationException InUse() =>
        new("The stream is in use by another call, or being aborted. It is for one writer at a time: await each call before the next.");

    private void ThrowIfOver(CancellationToken cancellationToken)
    {
        _fault?.Throw();
        if (_isAborted)
        {
            throw new InvalidOperationException("The stream was aborted: nothing is stored.");
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_result is not null)
        {
            throw new InvalidOperationException("The object is complete: nothing can be added to it.");
        }

        _caller.ThrowIfCancellationRequested();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>From here on nothing can be stored any more, and the caller is told why.</summary>
    private Exception Fail(Exception error, CancellationToken cancellationToken)
    {
        if (error is OperationCanceledException && !cancellationToken.IsCancellationRequested && !_caller.IsCancellationRequested && _isAborted)
        {
            error = new InvalidOperationException("The stream was aborted: nothing is stored.", error);
        }
        else if (error is OperationCanceledException)
        {
            // The caller knows his own tokens only, not those that follow them.
            CancellationToken known = cancellationToken.IsCancellationRequested ? cancellationToken : _caller;
            error = new OperationCanceledException(error.Message, error, known);
        }

        error = _upload.Explain(error);
        if (_result is null && !_isDisposed)
        {
            _isTold = true;
            _fault ??= ExceptionDispatchInfo.Capture(error);
        }

        return error;
    }

    /// <summary>Ends all work on the object, once: what is not complete by then is aborted.</summary>
    private Task EndAsync()
    {
        lock (_ends)
        {
            return _end ??= Task.Run(EndOnceAsync, CancellationToken.None);
        }
    }

    private async Task EndOnceAsync()
    {
        if (_result is null)
        {
            await _ending.CancelAsync().ConfigureAwait(false);
        }

        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            await _upload.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
            _ending.Dispose();
        }
    }
}
