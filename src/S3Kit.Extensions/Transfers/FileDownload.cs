using System.Buffers;
using Microsoft.Win32.SafeHandles;
using S3Kit.Dispatching;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// Downloads one object to one file: small ones with the one answer that begins the download, large ones in parts, and those that an earlier download has
/// left in part from where it stopped.
/// </summary>
internal sealed class FileDownload(
    IOperationRunner runner, RequestDispatcher dispatcher, S3KitOptions settings, TimeProvider time, string bucket, string key, string filePath, DownloadFileOptions options)
{
    private const int BufferSize = 128 * 1024;

    private readonly ObjectSource _source = new(runner, bucket, key, options, settings, time, isPartOfWork: true);

    public async Task<DownloadFileResult> RunAsync(CancellationToken cancellationToken)
    {
        string target = Check();
        dispatcher.BeginWork();
        try
        {
            return await DownloadAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested && e.CancellationToken != cancellationToken)
        {
            // Cancelled through a token of our own that follows the caller's: the caller knows its own only.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        finally
        {
            dispatcher.EndWork();
        }
    }

    private string Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        string target = Path.GetFullPath(filePath);
        if (Directory.Exists(target) || Path.EndsInDirectorySeparator(target))
        {
            throw new ArgumentException($"'{target}' is a folder; name the file to write.", nameof(filePath));
        }

        return options.Overwrite || !File.Exists(target)
            ? target
            : throw new IOException($"'{target}' exists already, and {nameof(DownloadFileOptions.Overwrite)} is false.");
    }

    private async Task<DownloadFileResult> DownloadAsync(string target, CancellationToken cancellationToken)
    {
        PartialDownload? partial = options.Resume ? new PartialDownload(runner, _source, settings.Transfers, time, target, options) : null;
        if (partial is not null && await partial.ContinueAsync(cancellationToken).ConfigureAwait(false) is { } continued)
        {
            return Result(continued.Info, continued.Location, target, continued.Pin.Size);
        }

        GetObjectResult answer = await runner.RunAsync(new GetObjectOperation(_source), options, cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            var content = (ObjectContentStream)answer.Content;
            TransferOptions transfers = settings.Transfers;
            bool canBeInParts = !answer.IsPartial && answer.ContentLength > 0 && content.Pin.ETag is not null;
            bool isLarge = answer.ContentLength >= transfers.ParallelDownloadThreshold && transfers.MaxConcurrentParts > 1;
            bool isPartial = partial is not null && answer.ContentLength > transfers.DownloadPartSize;
            if (!canBeInParts || !(isLarge || isPartial))
            {
                long size = await CopyAsync(answer, target, cancellationToken).ConfigureAwait(false);
                return Result(answer.Info, answer.Location, target, size);
            }

            var work = new DownloadWork(_source, transfers, answer.Info, answer.Location, content.Pin, content.TakeCheck());
            await (isPartial ? partial!.StartAsync(work, content, cancellationToken) : DownloadPartsAsync(work, content, target, cancellationToken)).ConfigureAwait(false);
            return Result(answer.Info, answer.Location, target, answer.ContentLength);
        }
    }

    /// <summary>All bytes from the one answer.</summary>
    private async Task<long> CopyAsync(GetObjectResult answer, string target, CancellationToken cancellationToken)
    {
        TransferMeter? meter = TransferMeter.Start(options.Progress, answer.ContentLength >= 0 ? answer.ContentLength : null, 1, time);
        using PendingFile file = PendingFile.Create(target, answer.ContentLength);
        long size;
        try
        {
            size = await CopyAsync(answer.Content, file.Handle, answer.ContentLength, meter, cancellationToken).ConfigureAwait(false);
            file.Commit(options.Overwrite);
        }
        catch
        {
            file.Discard();
            throw;
        }

        meter?.CompletePart();
        meter?.Complete();
        return size;
    }

    private async Task DownloadPartsAsync(DownloadWork work, Stream front, string target, CancellationToken cancellationToken)
    {
        PartBoard board = work.CreateBoard(hasFront: true);
        TransferMeter? meter = TransferMeter.Start(options.Progress, work.Pin.Size, board.Count, time);
        using PendingFile file = PendingFile.Create(target, work.Pin.Size);
        try
        {
            if (!await work.RunAsync(board, front, file.Handle, meter, isContinued: false, saved: null, cancellationToken).ConfigureAwait(false))
            {
                throw work.WrongChecksum();
            }

            file.Commit(options.Overwrite);
        }
        catch
        {
            file.Discard();
            throw;
        }

        meter?.Complete();
    }

    private static async Task<long> CopyAsync(Stream content, SafeFileHandle file, long length, TransferMeter? meter, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length is >= 0 and < BufferSize ? Math.Max(1, (int)length) : BufferSize);
        try
        {
            long position = 0;
            while (true)
            {
                // Pieces of a connection are small: they are written when the buffer is full.
                int read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return position;
                }

                await RandomAccess.WriteAsync(file, buffer.AsMemory(0, read), position, cancellationToken).ConfigureAwait(false);
                position += read;
                meter?.Add(read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static DownloadFileResult Result(ObjectInfo info, Uri location, string target, long size) => new()
    {
        Info = info,
        FilePath = target,
        Location = location,
        Size = size,
        Endpoint = info.Endpoint!,
    };
}
