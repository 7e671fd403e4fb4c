using System.Buffers;
using System.Security.Cryptography;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>How an upload in parts ends: its parts become an object, or it is aborted.</summary>
internal sealed class MultipartEnding(IOperationRunner runner, string bucket, string key, StartedUpload upload, PutObjectOptions? options)
{
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Makes an object of the parts, which are in the order of their numbers.</summary>
    public async Task<PutObjectResult> CompleteAsync(IReadOnlyList<UploadedPart> parts, CancellationToken cancellationToken)
    {
        var operation = new CompleteMultipartUploadOperation(bucket, key, upload, parts, options);
        try
        {
            return await runner.RunAsync(operation, options, cancellationToken).ConfigureAwait(false);
        }
        catch (S3KitException e) when (operation.MayHaveHappened && e is S3NotFoundException or S3PreconditionFailedException)
        {
            // An attempt without an answer may have done it: then the object is there, made of just these parts.
            var plain = new RequestOptions { Priority = options?.Priority ?? RequestPriority.Normal, Timeout = options?.Timeout, Endpoint = options?.Endpoint };
            ObjectInfo? present = await runner.RunAsync(new HeadObjectOperation(bucket, key, null), plain, cancellationToken).ConfigureAwait(false);
            long size = parts.Sum(static part => part.Size);
            if (present is null || present.Size != size || !string.Equals(present.ETag, ExpectedETag(parts), StringComparison.OrdinalIgnoreCase))
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
                Size = size,
                Endpoint = endpoint,
            };
        }
    }

    /// <summary>Gives the upload up, as well as can be done.</summary>
    public async Task AbortAsync()
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

    /// <summary>The ETag that S3 gives an object of parts: the MD5 of their MD5s, and how many they are.</summary>
    private static string? ExpectedETag(IReadOnlyList<UploadedPart> parts)
    {
        byte[] digests = new byte[parts.Count * MD5.HashSizeInBytes];
        for (int i = 0; i < parts.Count; i++)
        {
            string tag = ETags.Unquote(parts[i].ETag)!;
            if (tag.Length != MD5.HashSizeInBytes * 2 || Convert.FromHexString(tag, digests.AsSpan(i * MD5.HashSizeInBytes), out _, out _) != OperationStatus.Done)
            {
                return null;
            }
        }

#pragma warning disable CA5351 // Not for security: it is how S3 names an object of parts.
        return $"{Convert.ToHexStringLower(MD5.HashData(digests))}-{parts.Count}";
#pragma warning restore CA5351
    }
}
