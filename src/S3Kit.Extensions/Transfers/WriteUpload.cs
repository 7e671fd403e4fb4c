using S3Kit.Checksums;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// The object behind a <see cref="PartWriteStream"/>: gathers bytes into the buffer of a part, sends full parts and, at the end, completes or aborts.
/// A buffer exists only where a place among the parts under way was taken for it. Used by one caller at a time.
/// </summary>
internal sealed class WriteUpload(TransferContext transfer, UploadTarget target, CancellationToken ending) : IAsyncDisposable
{
    private const int FirstBuffer = 64 * 1024;

    private readonly UploadProgress? _progress = UploadProgress.Start(target.Options?.Progress, target.Options?.ContentLength, null, transfer.Time);
    private readonly Checksum? _whole = ChecksumHeaders.FormatOf(target.Options) is { IsOfWhole: true } format ? format.Create() : null;
    private byte[]? _buffer;
    private int _count;
    private int _number = 1;
    private StartedUpload? _upload;
    private PartSender? _sender;

    /// <summary>How many bytes were taken.</summary>
    public long Written { get; private set; }

    private int PartSize => PartSizes.Of(_upload?.WantsEqualParts == true ? 1 : _number, transfer.Settings.Transfers.PartSize, target.Options?.ContentLength);

    /// <summary>Takes bytes, as long as nothing has to be waited for.</summary>
    /// <returns>How many were taken.</returns>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        _sender?.ThrowIfFailed();
        if (Written + bytes.Length > target.Options?.ContentLength)
        {
            throw S3Errors.Integrity(target.Context, $"more is written than the {target.Options.ContentLength} bytes that were declared. Nothing was stored.");
        }

        int size = PartSize;
        int taken = Math.Min(bytes.Length, size - _count);
        if (taken == 0 || (_buffer is null && _sender is not null))
        {
            return 0;
        }

        Reserve(_count + taken, size);
        bytes[..taken].CopyTo(_buffer.AsSpan(_count));
        _count += taken;
        Written += taken;
        return taken;
    }

    /// <summary>Whether so many bytes fit into the buffer at hand.</summary>
    public bool Fits(int count) => count == 0 || (count <= PartSize - _count && (_buffer is not null || _sender is null));

    /// <summary>Says of an error what it means for what was written.</summary>
    public Exception Explain(Exception error) => _upload is { } upload && UploadLostException.Of(error, upload) is { } lost
        ? lost.ToError("what was written cannot be read once more, so the upload cannot start again here.")
        : error;

    /// <summary>Sends the part if it is full, and waits until there is room for more.</summary>
    public async Task MakeRoomAsync(CancellationToken cancellationToken)
    {
        if (_count == PartSize)
        {
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_buffer is null && _sender is not null)
        {
            if (_number > PartSizes.MaxParts)
            {
                throw PartSizes.TooMany(target.Context, _upload?.WantsEqualParts == true);
            }

            await _sender.TakePlaceAsync(cancellationToken).ConfigureAwait(false);
            Reserve(PartSize, PartSize);
        }
    }

    /// <summary>Sends the part if it is full.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        _sender?.ThrowIfFailed();
        return _count == PartSize ? SendAsync(cancellationToken) : Task.CompletedTask;
    }

    public async Task<PutObjectResult> CompleteAsync(CancellationToken cancellationToken)
    {
        if (Written < target.Options?.ContentLength)
        {
            throw S3Errors.Integrity(target.Context, $"{Written} of the {target.Options.ContentLength} bytes that were declared were written. Nothing was stored.");
        }

        if (_sender is null)
        {
            return await new SinglePut(transfer, target).PutAsync(TakeBody(), _progress, cancellationToken).ConfigureAwait(false);
        }

        if (_count > 0)
        {
            Send();
        }

        PutObjectResult result;
        using (cancellationToken.UnsafeRegister(static sender => ((PartSender)sender!).Cancel(), _sender))
        {
            IReadOnlyList<UploadedPart> parts = await _sender.FinishAsync().ConfigureAwait(false);
            result = await new UploadCompletion(transfer, target, _upload!).CompleteAsync(parts, _whole?.ToBase64(), cancellationToken).ConfigureAwait(false);
        }

        _progress?.Complete();
        End();
        return result;
    }

    /// <summary>Ends what is under way and aborts the upload, if one has begun.</summary>
    public async Task AbortAsync()
    {
        if (_sender is not null)
        {
            await _sender.StopAsync().ConfigureAwait(false);
            await UploadCompletion.AbortAsync(transfer, target, _upload!).ConfigureAwait(false);
            End();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await AbortAsync().ConfigureAwait(false);
        TakeBody().Release();
        _whole?.Dispose();
    }

    private void End()
    {
        _sender!.Dispose();
        _sender = null;
        transfer.Dispatcher.EndWork();
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        if (_sender is null)
        {
            transfer.Dispatcher.BeginWork();
            try
            {
                var operation = new CreateMultipartUploadOperation(target.Bucket, target.Key, target.Options);
                _upload = await transfer.Runner.RunAsync(operation, target.Options, cancellationToken).ConfigureAwait(false);
                await EncryptionProof.CheckBeginningAsync(transfer, target, _upload).ConfigureAwait(false);
            }
            catch
            {
                transfer.Dispatcher.EndWork();
                throw;
            }

            _sender = new PartSender(transfer, target, _upload, _progress, ending);
            await _sender.TakePlaceAsync(cancellationToken).ConfigureAwait(false);
        }

        Send();
    }

    private void Send() => _sender!.Send(_number++, TakeBody());

    private MemoryBody TakeBody()
    {
        byte[]? buffer = _buffer;
        var body = new MemoryBody(buffer.AsMemory(0, _count), buffer, transfer.Buffers);
        _whole?.Append(body.Bytes.Span);
        _buffer = null;
        _count = 0;
        return body;
    }

    /// <summary>Sees to it that the buffer holds so many bytes. The first grows with what comes, since most objects are small.</summary>
    private void Reserve(int count, int size)
    {
        if (_buffer is not null && count <= _buffer.Length)
        {
            return;
        }

        byte[] larger = transfer.Buffers.Rent((int)Math.Min(size, Math.Max(count, Math.Max(FirstBuffer, (_buffer?.Length ?? 0) * 4L))));
        if (_buffer is not null)
        {
            _buffer.AsSpan(0, _count).CopyTo(larger);
            transfer.Buffers.Return(_buffer);
        }

        _buffer = larger;
    }
}
