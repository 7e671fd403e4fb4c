using Microsoft.Extensions.Logging;
using S3Kit.Diagnostics;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers.Checkpoints;

/// <summary>
/// Knows which parts of a resumable upload are stored, and keeps its checkpoint. A part counts as stored when the store lists it with the size and ETag that
/// belong to the bytes at hand: by the SHA-256 that was noted when it was sent, or by the ETag itself where that is the MD5 of the bytes.
/// </summary>
internal sealed partial class UploadLedger(TransferContext transfer, UploadTarget target, UploadedFile file, IUploadCheckpoint checkpoint) : IDisposable
{
    // Whatever is not noted yet when the process dies is known by its MD5, or sent again.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, UploadCheckpointPart> _noted = [];
    private readonly Dictionary<int, UploadedPart> _listed = [];
    private readonly SemaphoreSlim _writing = new(1);
    private long _written = transfer.Time.GetTimestamp();

    /// <summary>The upload to go on with; <see langword="null"/> when there is none, and one is to begin.</summary>
    public StartedUpload? Upload { get; private set; }

    /// <summary>The part size that the upload began with.</summary>
    public long PartSize { get; private set; } = transfer.Settings.Transfers.PartSize;

    /// <summary>Goes on with an upload of which the store has these parts.</summary>
    public void Resume(UploadCheckpoint from, IReadOnlyList<UploadedPart> listed)
    {
        Upload = new StartedUpload(from.UploadId, from.Endpoint) { IsResumed = true };
        PartSize = from.PartSize;
        foreach (UploadCheckpointPart part in from.Parts)
        {
            _noted[part.Number] = part;
        }

        foreach (UploadedPart part in listed)
        {
            _listed[part.Number] = part;
        }
    }

    /// <summary>Notes a new upload before its first part is sent.</summary>
    public async Task BeginAsync(StartedUpload upload, CancellationToken cancellationToken)
    {
        Upload = upload;
        await checkpoint.WriteAsync(Describe().ToJson(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The part that the store has of these bytes; <see langword="null"/> when it has none.</summary>
    public UploadedPart? Find(int number, MemoryBody body)
    {
        if (!_listed.TryGetValue(number, out UploadedPart listed) || listed.Size != body.Length)
        {
            return null;
        }

        UploadCheckpointPart? noted = Noted(number);
        string? tag = ETags.Unquote(listed.ETag);
        bool isKnown = noted is not null && ETags.Unquote(noted.ETag) == tag && noted.Sha256 == body.PayloadHash;
        if (!isKnown && !string.Equals(tag, body.Md5(), StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Note(new UploadCheckpointPart(number, listed.ETag, body.PayloadHash));
        return listed with { Checksum = ChecksumHeaders.FormatOf(target.Options) is { } format ? body.Checksum(format) : null };
    }

    /// <summary>Notes a part that was stored. The checkpoint is written now and then, and never by two at a time.</summary>
    public async Task AddAsync(UploadedPart part, MemoryBody body)
    {
        Note(new UploadCheckpointPart(part.Number, part.ETag, body.PayloadHash));
        if (transfer.Time.GetElapsedTime(Volatile.Read(ref _written)) >= Interval)
        {
            await TryWriteAsync(TimeSpan.Zero).ConfigureAwait(false);
        }
    }

    /// <summary>Writes down all that is known, when the upload breaks off.</summary>
    public Task SaveAsync() => TryWriteAsync(Timeout.InfiniteTimeSpan);

    /// <summary>Forgets the upload, which is of no use any more: the next one begins anew.</summary>
    public async Task ForgetAsync()
    {
        Upload = null;
        _listed.Clear();
        lock (_noted)
        {
            _noted.Clear();
        }

        try
        {
            await checkpoint.DeleteAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Found again, it begins an upload anew: no reason to call the one that is done a failure.
            Log.CheckpointNotKept(transfer.Logger, e.Message);
        }
    }

    /// <summary>Throws when the file is no longer the one that the upload began with.</summary>
    public void CheckSource() => file.Check(target);

    public void Dispose() => _writing.Dispose();

    private UploadCheckpointPart? Noted(int number)
    {
        lock (_noted)
        {
            return _noted.GetValueOrDefault(number);
        }
    }

    private void Note(UploadCheckpointPart part)
    {
        lock (_noted)
        {
            _noted[part.Number] = part;
        }
    }

    private async Task TryWriteAsync(TimeSpan patience)
    {
        if (Upload is null || !await _writing.WaitAsync(patience).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            Volatile.Write(ref _written, transfer.Time.GetTimestamp());
            await checkpoint.WriteAsync(Describe().ToJson(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The upload itself is well; at worst more of it is sent again later.
            Log.CheckpointNotKept(transfer.Logger, e.Message);
        }
        finally
        {
            _writing.Release();
        }
    }

    private UploadCheckpoint Describe()
    {
        lock (_noted)
        {
            return new UploadCheckpoint
            {
                Version = UploadCheckpoint.CurrentVersion,
                Bucket = target.Bucket,
                Key = target.Key,
                UploadId = Upload!.Id,
                Endpoint = Upload.Endpoint,
                FileLength = file.Length,
                FileLastWrite = file.LastWrite,
                PartSize = PartSize,
                Options = OptionsFingerprint.Of(target.Options),
                Parts = [.. _noted.Values.OrderBy(static part => part.Number)],
            };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.CheckpointNotKept, LogLevel.Warning, "The checkpoint of an upload could not be kept, so more of it may have to be sent again: {Reason}")]
        public static partial void CheckpointNotKept(ILogger logger, string reason);
    }
}
