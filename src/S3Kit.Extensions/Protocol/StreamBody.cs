using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

namespace S3Kit.Protocol;

/// <summary>
/// A body that is read from the caller's stream while it is sent. The piece at hand goes out only when the one after it has been read, so that a
/// source that is too long is found out before the last declared byte is sent, and no truncated object is ever stored.
/// </summary>
internal sealed class StreamBody : RequestBody
{
    private const int PieceSize = 128 * 1024;

    private readonly Stream _source;
    private readonly long _start;
    private readonly bool _leaveOpen;
    private Task _writing = Task.CompletedTask;
    private bool _begun;

    public StreamBody(Stream source, long length, bool leaveOpen = true)
    {
        _source = source;
        _start = source.CanSeek ? source.Position : 0;
        _leaveOpen = leaveOpen;
        Length = length;
    }

    public override long Length { get; }

    public override string PayloadHash => SigV4Signer.UnsignedPayload;

    public override bool CanReplay => _source.CanSeek || !_begun;

    /// <summary>What the source itself threw; it is the caller's to see, and no reason to try again.</summary>
    public ExceptionDispatchInfo? SourceFailure { get; private set; }

    public override async Task WriteAsync(Stream destination, TransferGuard guard, CancellationToken cancellationToken)
    {
        // An attempt that was given up may still be in the middle of a read: two readers of one stream would mix up its bytes.
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writing = written.Task;
        try
        {
            SourceFailure = null;
            Rewind();
            await WriteOnceAsync(destination, guard, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            written.SetResult();
        }
    }

    public override async ValueTask<string?> Md5Async(CancellationToken cancellationToken)
    {
        if (!_source.CanSeek)
        {
            return null;
        }

        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        Rewind();
#pragma warning disable CA5351 // Not for security: it is what S3 names an object by.
        return Convert.ToHexStringLower(await MD5.HashDataAsync(_source, cancellationToken).ConfigureAwait(false));
#pragma warning restore CA5351
    }

    public override void Release()
    {
        base.Release();
        if (!_leaveOpen)
        {
            _source.Dispose();
        }
    }

    private void Rewind()
    {
        if (_begun)
        {
            try
            {
                _source.Position = _start;
            }
            catch (Exception e)
            {
                Fail(e);
                throw;
            }
        }

        _begun = true;
    }

    private async Task WriteOnceAsync(Stream destination, TransferGuard guard, CancellationToken cancellationToken)
    {
        byte[] current = ArrayPool<byte>.Shared.Rent(PieceSize);
        byte[] next = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            long sent = 0;
            int length = await ReadAsync(current, guard, cancellationToken).ConfigureAwait(false);
            while (length > 0)
            {
                int following = await ReadAsync(next, guard, cancellationToken).ConfigureAwait(false);
                if (sent + length + following > Length)
                {
                    throw Fail(new SourceLengthException($"the source yields more than the {Length} bytes that were declared. Nothing was stored."));
                }

                if (following == 0 && sent + length < Length)
                {
                    throw Fail(new SourceLengthException($"the source ended after {sent + length} of the {Length} bytes that were declared. Nothing was stored."));
                }

                await destination.WriteAsync(current.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                guard.Moved();
                sent += length;
                Progress?.MoveTo(sent);
                (current, next) = (next, current);
                length = following;
            }

            if (sent < Length)
            {
                throw Fail(new SourceLengthException($"the source ended after {sent} of the {Length} bytes that were declared. Nothing was stored."));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(current);
            ArrayPool<byte>.Shared.Return(next);
        }
    }

    private async ValueTask<int> ReadAsync(byte[] buffer, TransferGuard guard, CancellationToken cancellationToken)
    {
        guard.WaitsForSource = true;
        try
        {
            int count = 0;
            while (count < PieceSize)
            {
                int read = await _source.ReadAsync(buffer.AsMemory(count, PieceSize - count), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                // A slow source moves too.
                guard.Moved();
                count += read;
            }

            guard.WaitsForSource = false;
            return count;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Fail(e);
            throw;
        }
    }

    private Exception Fail(Exception exception)
    {
        SourceFailure = ExceptionDispatchInfo.Capture(exception);
        return exception;
    }
}
