using S3Kit.Checksums;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Transfers.Checkpoints;

namespace S3Kit.Transfers;

/// <summary>Stores a stream of any kind: what is small in one request, what is large in parts.</summary>
internal sealed class StreamUpload(TransferContext transfer, UploadTarget target, UploadLedger? ledger = null)
{
    /// <summary>Up to here a body that goes in one request is read into memory first: it can be hashed, and sent again whatever the stream is.</summary>
    public const int MaxInMemory = 16 * 1024 * 1024;

    // Each takes all the time and traffic of the upload: a pool that loses it twice more is not going to keep it.
    private const int MaxRestarts = 2;

    private readonly PutObjectOptions? _options = target.Options;

    /// <summary>Whether an object of this length goes in one request. What is not read into memory cannot be hashed before it is sent, so it goes in parts.</summary>
    public static bool GoesInOne(long? length, S3KitOptions settings, PutObjectOptions? options) =>
        length < settings.Transfers.MultipartThreshold && (length <= MaxInMemory || ChecksumHeaders.FormatOf(options) is null);

    public async Task<PutObjectResult> UploadAsync(Stream source, CancellationToken cancellationToken)
    {
        try
        {
            return await UploadAnyAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested && e.CancellationToken != cancellationToken)
        {
            // Cancelled through a token of our own that follows the caller's: the caller knows its own only.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    private async Task<PutObjectResult> UploadAnyAsync(Stream source, CancellationToken cancellationToken)
    {
        long? length = LengthOf(source);
        bool inOne = GoesInOne(length, transfer.Settings, _options);
        UploadProgress? progress = StartProgress(length, inOne);
        if (inOne && source.GetType() == typeof(MemoryStream) && ((MemoryStream)source).TryGetBuffer(out ArraySegment<byte> buffer))
        {
            // Read where it lies; the position moves on as if it had been read.
            ReadOnlyMemory<byte> bytes = buffer.AsMemory(buffer.Count - (int)length!.Value);
            source.Seek(length.Value, SeekOrigin.Current);
            return await new SinglePut(transfer, target).PutAsync(new MemoryBody(bytes), progress, cancellationToken).ConfigureAwait(false);
        }

        if (inOne && length > MaxInMemory)
        {
            return await new SinglePut(transfer, target).PutAsync(new StreamBody(source, length!.Value), progress, cancellationToken).ConfigureAwait(false);
        }

        long start = source.CanSeek ? source.Position : 0;
        for (int restarts = 0; ; restarts++)
        {
            using Checksum? whole = !inOne && ChecksumHeaders.FormatOf(_options) is { IsOfWhole: true } format ? format.Create() : null;
            var reader = new SourceReader(source, length, target.Context, transfer, whole);
            try
            {
                return await ReadAndSendAsync(reader, inOne, progress, cancellationToken).ConfigureAwait(false);
            }
            catch (UploadLostException e)
            {
                if (!source.CanSeek)
                {
                    throw e.ToError("the source cannot be read once more, so the upload cannot start again here.");
                }

                if (restarts == MaxRestarts)
                {
                    throw e.ToError($"it has started again {MaxRestarts} times already.");
                }

                await reader.WaitForSourceAsync(cancellationToken).ConfigureAwait(false);
                source.Position = start;
            }
        }
    }

    private async Task<PutObjectResult> ReadAndSendAsync(SourceReader reader, bool inOne, UploadProgress? progress, CancellationToken cancellationToken)
    {
        int size = inOne ? (int)reader.Length!.Value : PartSizes.Of(1, PartSize, reader.Length);
        MemoryBody first = await reader.ReadPartAsync(size, cancellationToken).ConfigureAwait(false);
        if (reader.IsAtEnd)
        {
            return await new SinglePut(transfer, target).PutAsync(first, progress, cancellationToken).ConfigureAwait(false);
        }

        transfer.Dispatcher.BeginWork();
        try
        {
            PutObjectResult result = await new MultipartUploader(transfer, target, reader, first, progress, ledger) { CheckSource = CheckSource }.UploadAsync(cancellationToken).ConfigureAwait(false);
            progress?.Complete();
            return result;
        }
        finally
        {
            transfer.Dispatcher.EndWork();
        }
    }

    /// <summary>Throws when the source is no longer what it was when the upload began; asked before it is completed.</summary>
    public Action? CheckSource { get; init; }

    private long PartSize => ledger?.PartSize ?? transfer.Settings.Transfers.PartSize;

    private UploadProgress? StartProgress(long? length, bool inOne)
    {
        int? parts = length is not { } known ? null : inOne || known == 0 ? 1 : (int)((known + PartSizes.Of(1, PartSize, known) - 1) / PartSizes.Of(1, PartSize, known));
        return UploadProgress.Start(_options?.Progress, length, parts, transfer.Time);
    }

    private long? LengthOf(Stream source)
    {
        long? declared = _options?.ContentLength;
        long? length = source.CanSeek ? Math.Max(0, source.Length - source.Position) : null;
        if (declared is not null && length is not null && declared != length)
        {
            throw S3Errors.Integrity(target.Context, $"the source has {length} bytes, but {nameof(PutObjectOptions.ContentLength)} says {declared}. Nothing was stored.");
        }

        length ??= declared;
        return length <= PartSizes.MaxObject || length is null ? length : throw new ArgumentException($"The source has {length} bytes; S3 stores up to 5 TiB.", nameof(source));
    }
}
