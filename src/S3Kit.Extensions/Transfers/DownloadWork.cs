using System.Buffers;
using Microsoft.Win32.SafeHandles;
using S3Kit.Checksums;
using S3Kit.Protocol;

namespace S3Kit.Transfers;

/// <summary>An object that is downloaded in parts: what it is, and what is to be done for all of its bytes to be in a file.</summary>
/// <param name="source">Where ranges come from.</param>
/// <param name="transfers">How large the parts are, and how many are under way at a time.</param>
/// <param name="info">What the store said of the object.</param>
/// <param name="location">Its address.</param>
/// <param name="pin">Its state, which is to stay the same throughout.</param>
/// <param name="check">What all bytes must come to; <see langword="null"/> when nobody said.</param>
internal sealed class DownloadWork(ObjectSource source, TransferOptions transfers, ObjectInfo info, Uri location, ObjectPin pin, ContentCheck? check)
{
    private const int BufferSize = 1024 * 1024;

    public ObjectInfo Info => info;

    public Uri Location => location;

    public ObjectPin Pin => pin;

    public ContentCheck? Check => check;

    public PartBoard CreateBoard(bool hasFront) => new(pin.Size, transfers.DownloadPartSize, hasFront);

    /// <summary>Brings what is missing, and checks the whole.</summary>
    /// <param name="board">The parts.</param>
    /// <param name="front">The answer that began the download, unread; <see langword="null"/> when there is none.</param>
    /// <param name="file">The file.</param>
    /// <param name="meter">Is told of bytes and parts.</param>
    /// <param name="isContinued">Whether some parts are of an earlier run.</param>
    /// <param name="saved">Called when a part has been written.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>Whether the bytes are those that the store told the checksum of.</returns>
    public async Task<bool> RunAsync(
        PartBoard board, Stream? front, SafeFileHandle file, TransferMeter? meter, bool isContinued, Func<CancellationToken, ValueTask>? saved, CancellationToken cancellationToken)
    {
        int readers = pin.Size >= transfers.ParallelDownloadThreshold ? transfers.MaxConcurrentParts : 1;

        // The checksums of an earlier run's parts are not known: then the file is read once more, as it is for what is no CRC.
        var download = new PartsDownload(source, pin, board, file, isContinued ? null : check, meter, saved);
        await download.RunAsync(front, readers, cancellationToken).ConfigureAwait(false);
        return check is null || (download.Fits() ?? await ReadBackAsync(check, file, cancellationToken).ConfigureAwait(false));
    }

    public S3KitException WrongChecksum() => S3Errors.WrongChecksum(source.Context(info.Endpoint), check!.Name);

    private async Task<bool> ReadBackAsync(ContentCheck expected, SafeFileHandle file, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        using Checksum checksum = expected.Start();
        try
        {
            for (long position = 0; position < pin.Size;)
            {
                int read = await RandomAccess.ReadAsync(file, buffer.AsMemory(0, (int)Math.Min(buffer.Length, pin.Size - position)), position, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return false;
                }

                checksum.Append(buffer.AsSpan(0, read));
                position += read;
            }

            return expected.Fits(checksum.Current());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
