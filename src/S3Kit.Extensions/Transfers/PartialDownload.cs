using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>A download to a file that leaves what it has when it fails, and goes on with what an earlier one has left.</summary>
internal sealed class PartialDownload(
    IOperationRunner runner, ObjectSource source, TransferOptions transfers, TimeProvider time, string target, DownloadFileOptions options)
{
    private readonly PartialFile _partial = new(target, time);

    /// <summary>Goes on with what an earlier download has left. What is of another object, or of another state of this one, is deleted.</summary>
    /// <returns>What was downloaded; <see langword="null"/> when there was nothing to go on with.</returns>
    public async Task<DownloadWork?> ContinueAsync(CancellationToken cancellationToken)
    {
        if (_partial.Load() is null)
        {
            return null;
        }

        using PendingFile file = PendingFile.OpenPartial(_partial.Path, target);

        // Once more, now that nobody else can be at it.
        if (_partial.Load() is { } state && IsOfThis(state))
        {
            ObjectInfo? info = await runner.RunAsync(new HeadObjectOperation(source.Bucket, source.Key, options), options, cancellationToken).ConfigureAwait(false);
            if (info is not null && info.Size == state.Size && info.ETag == state.ETag && (state.VersionId is null || info.VersionId == state.VersionId))
            {
                var pin = new ObjectPin(state.ETag, state.VersionId, state.Size);
                var work = new DownloadWork(source, transfers, info, runner.Locate(info.Endpoint!, source.Bucket, source.Key), pin, state.ToCheck());
                await FinishAsync(work, file, front: null, state.Done, cancellationToken).ConfigureAwait(false);
                return work;
            }
        }

        _partial.DeleteState();
        file.Discard();
        return null;
    }

    /// <summary>Downloads from the beginning.</summary>
    /// <param name="work">What.</param>
    /// <param name="front">The answer that began the download, unread.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    public async Task StartAsync(DownloadWork work, Stream front, CancellationToken cancellationToken)
    {
        using PendingFile file = PendingFile.OpenPartial(_partial.Path, target);
        _partial.DeleteState();
        RandomAccess.SetLength(file.Handle, work.Pin.Size);
        await FinishAsync(work, file, front, [], cancellationToken).ConfigureAwait(false);
    }

    private bool IsOfThis(PartialFileState state) =>
        state.Bucket == source.Bucket && state.Key == source.Key && (options.VersionId is null || options.VersionId == state.VersionId);

    private async Task FinishAsync(DownloadWork work, PendingFile file, Stream? front, IReadOnlyList<ByteSpan> done, CancellationToken cancellationToken)
    {
        PartBoard board = work.CreateBoard(hasFront: front is not null);
        TransferMeter? meter = TransferMeter.Start(options.Progress, work.Pin.Size, board.Count, time);
        (int parts, long bytes) = board.Restore(done);
        meter?.Resume(bytes, parts);
        var state = PartialFileState.Of(source.Bucket, source.Key, work.Pin, work.Check);
        bool isOfUse = true;
        try
        {
            ValueTask Save(CancellationToken token) => _partial.SaveNowAndThenAsync(state, board, file.Handle, token);
            isOfUse = await work.RunAsync(board, front, file.Handle, meter, isContinued: parts > 0, Save, cancellationToken).ConfigureAwait(false);
            if (!isOfUse)
            {
                throw work.WrongChecksum();
            }

            // Before the file is closed: should it not get its name, nothing needs to be asked for again.
            await _partial.SaveAsync(state, board, file.Handle, cancellationToken).ConfigureAwait(false);
            file.Commit(options.Overwrite);
        }
        catch (Exception e)
        {
            // An object that is gone or another by now does not come back.
            isOfUse &= e is not (S3PreconditionFailedException or S3NotFoundException);
            if (!isOfUse || !await TryKeepAsync(state, board, file).ConfigureAwait(false))
            {
                _partial.DeleteState();
                file.Discard();
            }

            throw;
        }

        _partial.DeleteState();
        meter?.Complete();
    }

    /// <summary>Notes what is there, for the next download to go on with.</summary>
    /// <returns>Whether there is anything.</returns>
    private async Task<bool> TryKeepAsync(PartialFileState state, PartBoard board, PendingFile file)
    {
        if (file.Handle.IsClosed)
        {
            // It is whole, and noted as such.
            return true;
        }

        try
        {
            if (board.Done.Count == 0)
            {
                return false;
            }

            // The caller's own token may be what ended the download.
            await _partial.SaveAsync(state, board, file.Handle, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
