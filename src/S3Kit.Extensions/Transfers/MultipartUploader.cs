using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Transfers.Checkpoints;

namespace S3Kit.Transfers;

/// <summary>
/// Uploads a stream in parts. Each part is read into a buffer, hashed and sent on its own, through the queue, so that it can be sent again and a
/// large upload holds up nobody; at most <see cref="TransferOptions.MaxConcurrentParts"/> buffers exist at a time. Whatever goes wrong, the upload is aborted,
/// unless a ledger is kept to go on with it later.
/// </summary>
internal sealed class MultipartUploader(TransferContext transfer, UploadTarget target, SourceReader source, MemoryBody first, UploadProgress? progress, UploadLedger? ledger)
{
    private readonly long _partSize = ledger?.PartSize ?? transfer.Settings.Transfers.PartSize;

    /// <summary>Uploads the first part, which has been read already, and all that follows.</summary>
    /// <summary>Throws when the source is no longer what it was when the upload began.</summary>
    public Action? CheckSource { get; init; }

    public async Task<PutObjectResult> UploadAsync(CancellationToken cancellationToken)
    {
        StartedUpload upload;
        try
        {
            upload = ledger?.Upload ?? await BeginAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            first.Release();
            throw;
        }

        try
        {
            IReadOnlyList<UploadedPart> parts = await SendPartsAsync(upload, cancellationToken).ConfigureAwait(false);
            CheckSource?.Invoke();
            return await new UploadCompletion(transfer, target, upload).CompleteAsync(parts, source.Checksum, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            UploadLostException? lost = UploadLostException.Of(e, upload);
            if (ledger is null)
            {
                await UploadCompletion.AbortAsync(transfer, target, upload).ConfigureAwait(false);
            }
            else if (lost is not null || e is S3IntegrityException { StatusCode: null })
            {
                // Nothing of it is of use any more.
                await UploadCompletion.AbortAsync(transfer, target, upload).ConfigureAwait(false);
                await ledger.ForgetAsync().ConfigureAwait(false);
            }
            else
            {
                await ledger.SaveAsync().ConfigureAwait(false);
            }

            if (lost is not null)
            {
                throw lost;
            }

            throw;
        }
    }

    private async Task<StartedUpload> BeginAsync(CancellationToken cancellationToken)
    {
        var operation = new CreateMultipartUploadOperation(target.Bucket, target.Key, target.Options);
        StartedUpload upload = await transfer.Runner.RunAsync(operation, target.Options, cancellationToken).ConfigureAwait(false);
        await EncryptionProof.CheckBeginningAsync(transfer, target, upload).ConfigureAwait(false);
        if (ledger is not null)
        {
            try
            {
                await ledger.BeginAsync(upload, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await UploadCompletion.AbortAsync(transfer, target, upload).ConfigureAwait(false);
                throw;
            }
        }

        return upload;
    }

    private async Task<IReadOnlyList<UploadedPart>> SendPartsAsync(StartedUpload upload, CancellationToken cancellationToken)
    {
        using var sender = new PartSender(transfer, target, upload, progress, cancellationToken) { Sent = ledger is null ? null : ledger.AddAsync };
        MemoryBody? body = first;
        try
        {
            for (int number = 1; body is not null; number++)
            {
                if (number == 1)
                {
                    await sender.TakePlaceAsync(cancellationToken).ConfigureAwait(false);
                }

                MemoryBody part = body;
                body = null;
                if (ledger?.Find(number, part) is { } kept)
                {
                    sender.Keep(kept, part);
                }
                else
                {
                    sender.Send(number, part);
                }

                body = await NextAsync(upload, number + 1, sender, cancellationToken).ConfigureAwait(false);
            }

            return await sender.FinishAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            body?.Release();
            await sender.StopAsync().ConfigureAwait(false);

            // Reading stops because a part failed: that part's error is the cause.
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                sender.ThrowIfFailed();
            }

            throw;
        }
    }

    private async Task<MemoryBody?> NextAsync(StartedUpload upload, int number, PartSender sender, CancellationToken cancellationToken)
    {
        if (source.IsAtEnd)
        {
            return null;
        }

        // The place first, then the buffer: what is read waits nowhere.
        await sender.TakePlaceAsync(cancellationToken).ConfigureAwait(false);
        MemoryBody body = await source.ReadPartAsync(PartSizes.Of(upload.WantsEqualParts ? 1 : number, _partSize, source.Length), sender.Token).ConfigureAwait(false);
        if (body.Length > 0 && number <= PartSizes.MaxParts)
        {
            return body;
        }

        long length = body.Length;
        body.Release();
        sender.GiveBackPlace();
        return length == 0 ? null : throw PartSizes.TooMany(target.Context, upload.WantsEqualParts);
    }
}
