using S3Kit.Checksums;
using S3Kit.Protocol;

namespace S3Kit.Transfers;

/// <summary>Reads a caller's stream piece by piece into pooled buffers, under the stall limit, and holds it to the length that was declared.</summary>
internal sealed class SourceReader(Stream source, long? length, S3ErrorContext context, TransferContext transfer, Checksum? whole = null)
{
    private const int FirstBuffer = 64 * 1024;

    private readonly TimeSpan _stallTimeout = transfer.Settings.StallTimeout;
    private long _total;
    private Task _pending = Task.CompletedTask;

    /// <summary>How many bytes the source is to yield; <see langword="null"/> when that is not known.</summary>
    public long? Length => length;

    /// <summary>The checksum of all that has been read, in base 64; <see langword="null"/> when none is kept.</summary>
    public string? Checksum => whole?.ToBase64();

    /// <summary>Whether the source has come to its end.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Waits for a read that was left alone: two at a time would mix up the source's bytes.</summary>
    public Task WaitForSourceAsync(CancellationToken cancellationToken) =>
        _pending.WaitAsync(cancellationToken);

    /// <summary>Reads the next piece: full, unless the source ends before. Behind the end it is empty.</summary>
    public async ValueTask<MemoryBody> ReadPartAsync(int size, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(_stallTimeout, transfer.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        try
        {
            return await FillAsync(size, stall, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (stall.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw S3Errors.SourceStalled(context, _stallTimeout, e);
        }
    }

    private async ValueTask<MemoryBody> FillAsync(int size, CancellationTokenSource stall, CancellationToken cancellationToken)
    {
        if (length is { } known)
        {
            size = (int)Math.Min(size, known - _total);
        }

        // With the length known the buffer fits; otherwise the first one grows with what comes, since most streams are small.
        byte[] buffer = transfer.Buffers.Rent(Math.Max(1, length is null && _total == 0 ? Math.Min(size, FirstBuffer) : size));
        try
        {
            int count = 0;
            while (count < size)
            {
                if (count == buffer.Length)
                {
                    buffer = Grow(buffer, count, size);
                }

                cancellationToken.ThrowIfCancellationRequested();
                ValueTask<int> reading = source.ReadAsync(buffer.AsMemory(count, Math.Min(size, buffer.Length) - count), cancellationToken);
                int read;
                if (reading.IsCompletedSuccessfully)
                {
                    read = reading.Result;
                }
                else
                {
                    // A source may take no notice of the token. Then its read is left alone, with the buffer it may still write to.
                    Task<int> pending = reading.AsTask();
                    try
                    {
                        read = await pending.WaitAsync(cancellationToken).ConfigureAwait(false);
                    }
                    catch (OperationCanceledException) when (!pending.IsCompleted)
                    {
                        _pending = ReturnWhenReadAsync(pending, buffer);
                        buffer = [];
                        throw;
                    }
                }

                if (read == 0)
                {
                    IsAtEnd = true;
                    break;
                }

                stall.CancelAfter(_stallTimeout);
                count += read;
            }

            _total += count;
            await CheckAsync(cancellationToken).ConfigureAwait(false);
            whole?.Append(buffer.AsSpan(0, count));
            return new MemoryBody(buffer.AsMemory(0, count), buffer, transfer.Buffers);
        }
        catch
        {
            if (buffer.Length > 0)
            {
                transfer.Buffers.Return(buffer);
            }

            throw;
        }
    }

    private async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        if (_total < length && IsAtEnd)
        {
            throw S3Errors.Integrity(context, $"the source ended after {_total} of the {length} bytes that were declared. Nothing was stored.");
        }

        if (_total == length && !IsAtEnd)
        {
            byte[] probe = new byte[1];
            if (await source.ReadAsync(probe, cancellationToken).ConfigureAwait(false) > 0)
            {
                throw S3Errors.Integrity(context, $"the source yields more than the {length} bytes that were declared. Nothing was stored.");
            }

            IsAtEnd = true;
        }
    }

    private async Task ReturnWhenReadAsync(Task read, byte[] buffer)
    {
        await read.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        transfer.Buffers.Return(buffer);
    }

    private byte[] Grow(byte[] buffer, int count, int limit)
    {
        byte[] larger = transfer.Buffers.Rent((int)Math.Min(limit, buffer.Length * 4L));
        buffer.AsSpan(0, count).CopyTo(larger);
        transfer.Buffers.Return(buffer);
        return larger;
    }
}
