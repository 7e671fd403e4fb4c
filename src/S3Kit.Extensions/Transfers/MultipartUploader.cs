using System.Buffers;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// Uploads a stream in parts. Each part is read into a buffer, hashed and sent on its own, through the queue, so that it can be sent again and a
/// large upload holds up nobody; at most <see cref="TransferOptions.MaxConcurrentParts"/> buffers exist at a time. Whatever goes wrong, the upload is aborted.
/// </summary>
internal sealed class MultipartUploader(IOperationRunner runner, TransferOptions transfers, SourceReader source, MemoryBody first, S3ErrorContext context, string bucket, string key, PutObjectOptions? options)
{
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(10);

    private readonly List<UploadedPart> _parts = [];

    private SseCustomerKey? CustomerKey => options?.ServerSideEncryption as SseCustomerKey;

    /// <summary>Uploads the first part, which has been read already, and all that follows.</summary>
    public async Task<PutObjectResult> UploadAsync(CancellationToken cancellationToken)
    {
        StartedUpload upload;
        try
        {
            upload = await runner.RunAsync(new CreateMultipartUploadOperation(bucket, key, options), options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            first.Release();
            throw;
        }

        PutObjectResult result;
        try
        {
            await SendPartsAsync(upload, cancellationToken).ConfigureAwait(false);
            _parts.Sort(static (a, b) => a.Number.CompareTo(b.Number));
            result = await CompleteAsync(upload, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await AbortAsync(upload).ConfigureAwait(false);
            throw;
        }

        if (options?.Tags is { Count: > 0 } tags && !upload.KeepsTags)
        {
            var tagging = new PutObjectTaggingOperation(bucket, key, tags, result.VersionId) { Upload = upload };
            await runner.RunAsync(tagging, options, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private async Task SendPartsAsync(StartedUpload upload, CancellationToken cancellationToken)
    {
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var places = new SemaphoreSlim(transfers.MaxConcurrentParts);
        List<Task> sending = [];
        try
        {
            await places.WaitAsync(failing.Token).ConfigureAwait(false);
            sending.Add(SendPartAsync(upload, 1, first, places, failing));
            for (int number = 2; !source.IsAtEnd; number++)
            {
                // The place first, then the buffer: what is read waits nowhere.
                await places.WaitAsync(failing.Token).ConfigureAwait(false);
                MemoryBody body = await source.ReadPartAsync(PartSizes.Of(upload.WantsEqualParts ? 1 : number, transfers.PartSize, source.Length), failing.Token).ConfigureAwait(false);
                if (body.Length == 0 || number > PartSizes.MaxParts)
                {
                    long length = body.Length;
                    body.Release();
                    places.Release();
                    if (length == 0)
                    {
                        break;
                    }

                    throw S3Errors.Integrity(context, $"the source has more bytes than {PartSizes.MaxParts} parts can hold{(upload.WantsEqualParts ? ", which this store wants to be of one size: give the length, or a greater part size" : "; S3 stores up to 5 TiB")}. Nothing was stored.");
                }

                sending.Add(SendPartAsync(upload, number, body, places, failing));
                sending.RemoveAll(static task => task.IsCompletedSuccessfully);
            }

            await Task.WhenAll(sending).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await failing.CancelAsync().ConfigureAwait(false);
            Exception? cause = await EndAsync(sending).ConfigureAwait(false);

            // Reading stops because a part failed: that part's error is the cause.
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested && cause is not null)
            {
                ExceptionDispatchInfo.Throw(cause);
            }

            throw;
        }
    }

    private async Task SendPartAsync(StartedUpload upload, int number, MemoryBody body, SemaphoreSlim places, CancellationTokenSource failing)
    {
        try
        {
            UploadedPart part = await runner.RunAsync(new UploadPartOperation(bucket, key, upload, number, body) { CustomerKey = CustomerKey }, options, failing.Token).ConfigureAwait(false);
            lock (_parts)
            {
                _parts.Add(part);
            }
        }
        catch
        {
            await failing.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            body.Release();
            places.Release();
        }
    }

    /// <summary>Waits for the parts still under way.</summary>
    /// <returns>The error that was not just the others' being cancelled.</returns>
    private static async Task<Exception?> EndAsync(List<Task> sending)
    {
        Exception? cause = null;
        foreach (Task task in sending)
        {
            try
            {
                await task.ConfigureAwait(false);
            }
            catch (Exception e)
            {
                cause = cause is null or OperationCanceledException ? e : cause;
            }
        }

        return cause;
    }

    private async Task<PutObjectResult> CompleteAsync(StartedUpload upload, CancellationToken cancellationToken)
    {
        var operation = new CompleteMultipartUploadOperation(bucket, key, upload, _parts, options);
        try
        {
            return await runner.RunAsync(operation, options, cancellationToken).ConfigureAwait(false);
        }
        catch (S3NotFoundException e) when (operation.MayHaveHappened)
        {
            // An attempt without an answer may have done it: then the object is there, made of just these parts.
            ObjectInfo? present = await runner.RunAsync(new HeadObjectOperation(bucket, key, new HeadObjectOptions { CustomerKey = CustomerKey }), options, cancellationToken).ConfigureAwait(false);
            long size = _parts.Sum(static part => part.Size);
            if (present is null || present.Size != size || !IsOurs(present, upload))
            {
                throw;
            }

            string endpoint = present.Endpoint ?? e.Endpoint ?? upload.Endpoint;
            return new PutObjectResult
            {
                Bucket = bucket,
                Key = key,
                Location = runner.Locate(endpoint, bucket, key),
                ETag = present.ETag,
                VersionId = present.VersionId,
                ServerSideEncryption = present.ServerSideEncryption,
                Size = size,
                Endpoint = endpoint,
            };
        }
    }

    /// <summary>
    /// Whether an object of the right size is the one of this upload. With some kinds of encryption the ETag tells nothing but the number of parts; then
    /// it is taken for ours when it is also no older than the upload. Times have whole seconds here, which may be rounded on either side.
    /// </summary>
    private bool IsOurs(ObjectInfo present, StartedUpload upload) =>
        string.Equals(present.ETag, ExpectedETag(), StringComparison.OrdinalIgnoreCase)
        || (present is { ServerSideEncryption.HidesDigest: true, ETag: { } tag }
            && tag.EndsWith($"-{_parts.Count}", StringComparison.Ordinal)
            && present.LastModified >= upload.Began - TimeSpan.FromSeconds(1));

    /// <summary>The ETag that S3 gives an object of parts: the MD5 of their MD5s, and how many they are.</summary>
    private string? ExpectedETag()
    {
        byte[] digests = new byte[_parts.Count * MD5.HashSizeInBytes];
        for (int i = 0; i < _parts.Count; i++)
        {
            string tag = ETags.Unquote(_parts[i].ETag)!;
            if (tag.Length != MD5.HashSizeInBytes * 2 || Convert.FromHexString(tag, digests.AsSpan(i * MD5.HashSizeInBytes), out _, out _) != OperationStatus.Done)
            {
                return null;
            }
        }

#pragma warning disable CA5351 // Not for security: it is how S3 names an object of parts.
        return $"{Convert.ToHexStringLower(MD5.HashData(digests))}-{_parts.Count}";
#pragma warning restore CA5351
    }

    private async Task AbortAsync(StartedUpload upload)
    {
        try
        {
            // The caller's own token may be what ended the upload; this is bounded by its own time.
            var bounded = new RequestOptions { Priority = options?.Priority ?? RequestPriority.Normal, Endpoint = options?.Endpoint, Timeout = AbortTimeout };
            await runner.RunAsync(new AbortMultipartUploadOperation(bucket, key, upload), bounded, CancellationToken.None).ConfigureAwait(false);
        }
        catch (S3KitException)
        {
            // Best effort: what went wrong before is what the caller must hear of.
        }
    }
}
