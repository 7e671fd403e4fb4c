using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;
using S3Kit.Checksums;
using S3Kit.Protocol;

namespace S3Kit.Transfers;

/// <summary>
/// Brings the parts of an object to their places in a file, several at a time. The answer that began the download is read on as far as it goes, so an
/// object that turns out to need no second request costs none; ranges of the same state of the object (<c>If-Match</c>) bring the rest.
/// </summary>
/// <param name="source">Where ranges come from.</param>
/// <param name="pin">The state of the object.</param>
/// <param name="board">The parts.</param>
/// <param name="file">The file.</param>
/// <param name="check">What all bytes must come to; <see langword="null"/> when nobody said.</param>
/// <param name="meter">Is told of bytes and parts.</param>
/// <param name="saved">Called when a part has been written.</param>
internal sealed class PartsDownload(
    ObjectSource source, ObjectPin pin, PartBoard board, SafeFileHandle file, ContentCheck? check, TransferMeter? meter, Func<CancellationToken, ValueTask>? saved)
{
    private const int BufferSize = 128 * 1024;

    // Only a CRC can be put together from those of the parts.
    private readonly ChecksumFormat? _crc = check?.Algorithm is { } format && CrcSequence.Of(format.Algorithm) is not null ? format : null;

    /// <summary>Brings all parts that are missing.</summary>
    /// <param name="front">The answer that began the download, unread; <see langword="null"/> when all parts are asked for.</param>
    /// <param name="readers">How many parts are under way at a time.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    public async Task RunAsync(Stream? front, int readers, CancellationToken cancellationToken)
    {
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = new List<Task>(readers);
        for (int i = 0; i < Math.Min(readers, board.Count); i++)
        {
            Stream? first = i == 0 ? front : null;

            // Started on the pool: what is buffered already would otherwise be written before the next reader begins.
            reading.Add(Task.Run(() => ReadAsync(first, failing), CancellationToken.None));
        }

        await foreach (Task task in Task.WhenEach(reading).ConfigureAwait(false))
        {
            if (task.Exception?.InnerException is { } error && error is not OperationCanceledException)
            {
                // The first is the cause; what the others throw comes of their being cancelled.
                await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ExceptionDispatchInfo.Throw(error);
            }
        }

        await Task.WhenAll(reading).ConfigureAwait(false);
    }

    /// <summary>Whether what the parts came to is what it must be; <see langword="null"/> when their checksums do not tell.</summary>
    public bool? Fits()
    {
        if (_crc is null || CrcSequence.Of(_crc.Algorithm) is not { } sequence)
        {
            return null;
        }

        foreach ((FilePart part, ulong checksum) in board.Checksums())
        {
            sequence.Append(checksum, part.Length);
        }

        Span<byte> value = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(value, sequence.Current);
        return check!.Fits(value[^_crc.Size..]);
    }

    private async Task ReadAsync(Stream? front, CancellationTokenSource failing)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            if (front is not null)
            {
                await ReadFrontAsync(front, buffer, failing.Token).ConfigureAwait(false);
            }

            while (board.TakeFromBack() is { } part)
            {
                await ReadPartAsync(part, buffer, failing.Token).ConfigureAwait(false);
            }
        }
        catch
        {
            await failing.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task ReadFrontAsync(Stream front, byte[] buffer, CancellationToken cancellationToken)
    {
        for (int number = 0; board.TakeFromFront(number) is { } part; number++)
        {
            await CopyAsync(front, part, buffer, cancellationToken).ConfigureAwait(false);
        }

        // What it would still bring is with others: its connection is not kept waiting.
        await front.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ReadPartAsync(FilePart part, byte[] buffer, CancellationToken cancellationToken)
    {
        ObjectBody body = await source.OpenAsync(pin, part.Offset, part.End - 1, avoided: null, cancellationToken).ConfigureAwait(false);
        if (body.Surplus > 0 && board.TryLeaveToFront(part))
        {
            body.Dispose();
            return;
        }

        var content = new ObjectContentStream(source, body, pin, part.Offset, part.Length, check: null);
        await using (content.ConfigureAwait(false))
        {
            await CopyAsync(content, part, buffer, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CopyAsync(Stream content, FilePart part, byte[] buffer, CancellationToken cancellationToken)
    {
        using Checksum? checksum = _crc?.Create();
        for (long done = 0; done < part.Length;)
        {
            Memory<byte> piece = buffer.AsMemory(0, (int)Math.Min(buffer.Length, part.Length - done));
            int read = await content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: true, cancellationToken).ConfigureAwait(false);
            await RandomAccess.WriteAsync(file, piece, part.Offset + done, cancellationToken).ConfigureAwait(false);
            checksum?.Append(piece.Span);
            done += read;
            meter?.Add(read);
        }

        board.Complete(part, checksum is null ? 0 : ToNumber(checksum.Current()));
        meter?.CompletePart();
        if (saved is not null)
        {
            await saved(cancellationToken).ConfigureAwait(false);
        }
    }

    private static ulong ToNumber(byte[] value)
    {
        ulong number = 0;
        foreach (byte each in value)
        {
            number = (number << 8) | each;
        }

        return number;
    }
}
