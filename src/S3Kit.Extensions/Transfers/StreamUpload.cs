using S3Kit.Dispatching;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>Stores a stream of any kind: what is small in one request, what is large in parts.</summary>
internal sealed class StreamUpload(
    IOperationRunner runner, RequestDispatcher dispatcher, S3KitOptions settings, TimeProvider time, string bucket, string key, PutObjectOptions? options)
{
    /// <summary>Up to here a body that goes in one request is read into memory first: it can be hashed, and sent again whatever the stream is.</summary>
    public const int MaxInMemory = 16 * 1024 * 1024;

    private readonly S3ErrorContext _context = new("PutObject", options?.Endpoint, bucket, key);

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
        long? declared = options?.ContentLength;
        long? length = source.CanSeek ? Math.Max(0, source.Length - source.Position) : null;
        if (declared is not null && length is not null && declared != length)
        {
            throw S3Errors.Integrity(_context, $"the source has {length} bytes, but {nameof(PutObjectOptions.ContentLength)} says {declared}. Nothing was stored.");
        }

        length ??= declared;
        if (length > PartSizes.MaxObject)
        {
            throw new ArgumentException($"The source has {length} bytes; S3 stores up to 5 TiB.", nameof(source));
        }

        TransferOptions transfers = settings.Transfers;
        bool inOne = length < transfers.MultipartThreshold;
        if (inOne && source.GetType() == typeof(MemoryStream) && ((MemoryStream)source).TryGetBuffer(out ArraySegment<byte> buffer))
        {
            // Read where it lies; the position moves on as if it had been read.
            ReadOnlyMemory<byte> bytes = buffer.AsMemory(buffer.Count - (int)length!.Value);
            source.Seek(length.Value, SeekOrigin.Current);
            return await PutAsync(new MemoryBody(bytes), cancellationToken).ConfigureAwait(false);
        }

        if (inOne && length > MaxInMemory)
        {
            return await PutAsync(new StreamBody(source, length!.Value), cancellationToken).ConfigureAwait(false);
        }

        var reader = new SourceReader(source, length, _context, settings.StallTimeout, time);
        MemoryBody first = await reader.ReadPartAsync(inOne ? (int)length!.Value : PartSizes.Of(1, transfers.PartSize, length), cancellationToken).ConfigureAwait(false);
        if (reader.IsAtEnd)
        {
            return await PutAsync(first, cancellationToken).ConfigureAwait(false);
        }

        dispatcher.BeginWork();
        try
        {
            return await new MultipartUploader(runner, transfers, reader, first, _context, bucket, key, options).UploadAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            dispatcher.EndWork();
        }
    }

    private async Task<PutObjectResult> PutAsync(RequestBody body, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(new PutObjectOperation(bucket, key, body, options), options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            body.Release();
        }
    }
}
