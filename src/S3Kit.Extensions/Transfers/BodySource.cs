using System.Buffers;
using S3Kit.Protocol;

namespace S3Kit.Transfers;

/// <summary>
/// Makes a request's body of a caller's stream. What is small is read into memory first: it can be hashed, and sent again whatever the stream is.
/// What is large is read while it is sent.
/// </summary>
internal static class BodySource
{
    /// <summary>Up to here a body is held in memory.</summary>
    public const int MaxInMemory = 16 * 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;

    public static async ValueTask<RequestBody> OpenAsync(
        Stream source, long? declared, S3ErrorContext context, TimeSpan stallTimeout, TimeProvider time, CancellationToken cancellationToken)
    {
        long? length = source.CanSeek ? Math.Max(0, source.Length - source.Position) : null;
        if (declared is not null && length is not null && declared != length)
        {
            throw S3Errors.Integrity(context, $"the source has {length} bytes, but {nameof(PutObjectOptions.ContentLength)} says {declared}. Nothing was stored.");
        }

        length ??= declared;
        if (source.GetType() == typeof(MemoryStream) && ((MemoryStream)source).TryGetBuffer(out ArraySegment<byte> buffer))
        {
            // Read where it lies; the position moves on as if it had been read.
            ReadOnlyMemory<byte> bytes = buffer.AsMemory(buffer.Count - (int)length!.Value);
            source.Seek(length.Value, SeekOrigin.Current);
            return new MemoryBody(bytes);
        }

        if (length > MaxInMemory)
        {
            return new StreamBody(source, length.Value);
        }

        using var stall = new CancellationTokenSource(stallTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        try
        {
            return await ReadAsync(source, length, context, () => stall.CancelAfter(stallTimeout), linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (stall.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new S3TimeoutException(
                $"{context.Subject} failed: the source yielded no byte for {stallTimeout} ({nameof(S3KitOptions.StallTimeout)}). Nothing was stored.", e)
            {
                Limit = S3TimeoutKind.Stall,
                Operation = context.Operation,
                Endpoint = context.Endpoint,
                Bucket = context.Bucket,
                Key = context.Key,
            };
        }
    }

    private static async ValueTask<RequestBody> ReadAsync(
        Stream source, long? length, S3ErrorContext context, Action moved, CancellationToken cancellationToken)
    {
        // One byte more than declared, to see whether the source ends where it should.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length is { } known ? (int)known + 1 : FirstBuffer);
        try
        {
            int count = 0;
            while (true)
            {
                int wanted = length is { } exact ? (int)exact + 1 : Math.Min(buffer.Length, MaxInMemory + 1);
                int read = await source.ReadAsync(buffer.AsMemory(count, wanted - count), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                moved();
                count += read;
                if (count > (length ?? MaxInMemory))
                {
                    throw length is null
                        ? new ArgumentException($"The stream has more than {MaxInMemory / (1024 * 1024)} MiB and cannot tell how many: give {nameof(PutObjectOptions)}.{nameof(PutObjectOptions.ContentLength)}. Nothing was stored.", nameof(source))
                        : S3Errors.Integrity(context, $"the source yields more than the {length} bytes that were declared. Nothing was stored.");
                }

                if (length is null && count == buffer.Length)
                {
                    byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, count).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            if (count < length)
            {
                throw S3Errors.Integrity(context, $"the source ended after {count} of the {length} bytes that were declared. Nothing was stored.");
            }

            return new MemoryBody(buffer.AsMemory(0, count), buffer);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }
}
