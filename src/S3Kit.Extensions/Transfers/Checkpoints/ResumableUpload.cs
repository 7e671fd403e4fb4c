using Microsoft.Extensions.Logging;
using S3Kit.Diagnostics;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers.Checkpoints;

/// <summary>
/// Uploads a file so that it can be gone on with: the checkpoint tells which upload was begun for which file, the store which parts of it there are. What does
/// not fit any more is aborted, and the upload starts anew. A failure leaves both for the next time.
/// </summary>
internal sealed partial class ResumableUpload(TransferContext transfer, UploadTarget target, FileStream stream, IUploadCheckpoint checkpoint)
{
    private readonly UploadedFile _file = new(stream);

    public async Task<PutObjectResult> UploadAsync(CancellationToken cancellationToken)
    {
        using var ledger = new UploadLedger(transfer, target, _file, checkpoint);
        await FindAsync(ledger, cancellationToken).ConfigureAwait(false);
        PutObjectResult result = await new StreamUpload(transfer, target, ledger) { CheckSource = ledger.CheckSource }.UploadAsync(_file.Stream, cancellationToken).ConfigureAwait(false);
        await ledger.ForgetAsync().ConfigureAwait(false);
        return result;
    }

    /// <summary>Looks for an upload to go on with.</summary>
    private async Task FindAsync(UploadLedger ledger, CancellationToken cancellationToken)
    {
        if (await checkpoint.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } bytes)
        {
            return;
        }

        if (UploadCheckpoint.Parse(bytes) is not { } found)
        {
            await StartAnewAsync(ledger, null, "its checkpoint cannot be read").ConfigureAwait(false);
        }
        else if (Difference(found) is { } reason)
        {
            await StartAnewAsync(ledger, found, reason).ConfigureAwait(false);
        }
        else if (await ListPartsAsync(found, cancellationToken).ConfigureAwait(false) is { } parts)
        {
            ledger.Resume(found, parts);
            Log.Resumed(transfer.Logger, parts.Count);
        }
        else
        {
            await StartAnewAsync(ledger, null, "the store does not know it any more").ConfigureAwait(false);
        }
    }

    private string? Difference(UploadCheckpoint found) =>
        found.Bucket != target.Bucket || found.Key != target.Key ? "its checkpoint is that of another object"
        : found.FileLength != _file.Length || found.FileLastWrite != _file.LastWrite ? "the file has changed"
        : found.Options != OptionsFingerprint.Of(target.Options) ? "it is to be stored otherwise than before"
        : StreamUpload.GoesInOne(found.FileLength, transfer.Settings, target.Options) ? "it is to be sent in one piece"
        : null;

    private async Task StartAnewAsync(UploadLedger ledger, UploadCheckpoint? stale, string reason)
    {
        Log.StartedAnew(transfer.Logger, reason);
        if (stale is not null)
        {
            await UploadCompletion.AbortAsync(transfer, target with { Bucket = stale.Bucket, Key = stale.Key }, new StartedUpload(stale.UploadId, stale.Endpoint)).ConfigureAwait(false);
        }

        await ledger.ForgetAsync().ConfigureAwait(false);
    }

    /// <summary>All parts that the store has; <see langword="null"/> when it does not know the upload.</summary>
    private async Task<IReadOnlyList<UploadedPart>?> ListPartsAsync(UploadCheckpoint found, CancellationToken cancellationToken)
    {
        var upload = new StartedUpload(found.UploadId, found.Endpoint);
        List<UploadedPart> parts = [];
        for (int? marker = 0; marker is { } after;)
        {
            PartsPage? page = await transfer.Runner.RunAsync(new ListPartsOperation(target.Bucket, target.Key, upload, after), target.Options, cancellationToken).ConfigureAwait(false);
            if (page is null)
            {
                return null;
            }

            parts.AddRange(page.Parts);
            marker = page.NextMarker;
        }

        return parts;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.UploadResumed, LogLevel.Information, "A resumable upload goes on; the store has {Parts} parts of it")]
        public static partial void Resumed(ILogger logger, int parts);

        [LoggerMessage(EventIds.UploadStartedAnew, LogLevel.Warning, "A resumable upload starts anew: {Reason}")]
        public static partial void StartedAnew(ILogger logger, string reason);
    }
}
