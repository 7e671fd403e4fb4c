using System.Buffers;
using System.Security.Cryptography;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// The end of a multipart upload: it becomes an object, or is aborted. Whether a completion without an answer has happened is settled by looking at the object,
/// and where its ETag does not tell, by asking for the upload: only a completed one is gone.
/// </summary>
internal sealed class UploadCompletion(TransferContext transfer, UploadTarget target, StartedUpload upload)
{
    public async Task<PutObjectResult> CompleteAsync(IReadOnlyList<UploadedPart> parts, string? checksum, CancellationToken cancellationToken)
    {
        var operation = new CompleteMultipartUploadOperation(target.Bucket, target.Key, upload, parts, target.Options, checksum);
        var settlement = new WriteSettlement(transfer, target);
        PutObjectResult result;
        try
        {
            result = await transfer.Runner.RunAsync(operation, target.Options, cancellationToken).ConfigureAwait(false);
            if (string.IsNullOrEmpty(result.ETag))
            {
                result = await CompleteResultAsync(result, settlement, parts, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (S3KitException e) when (WriteSettlement.IsInDoubt(e, operation.MayHaveHappened))
        {
            if (await SettleAsync(settlement, parts, e, cancellationToken).ConfigureAwait(false) is not { } settled)
            {
                throw;
            }

            result = settled;
        }

        if (target.Options?.Tags is { Count: > 0 } tags && !operation.KeptTags)
        {
            var tagging = new PutObjectTaggingOperation(target.Bucket, target.Key, tags, result.VersionId) { Upload = upload };
            await transfer.Runner.RunAsync(tagging, target.Options, cancellationToken).ConfigureAwait(false);
        }

        ServerSideEncryptionInfo? told = result.ServerSideEncryption ?? parts.Select(static part => part.ServerSideEncryption).FirstOrDefault(static each => each is not null);
        var proof = new EncryptionProof(transfer, new S3ErrorContext(operation.Name, null, target.Bucket, target.Key), target.Options, target.Options?.ServerSideEncryption);
        return result with
        {
            ServerSideEncryption = await proof.EnsureAsync(told, result.VersionId, result.Endpoint, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Aborts the upload, as well as it goes: what went wrong before is what the caller must hear of.</summary>
    public static async Task AbortAsync(TransferContext transfer, UploadTarget target, StartedUpload upload)
    {
        try
        {
            // The caller's own token may be what ended the upload; this is bounded by its own time.
            var operation = new AbortMultipartUploadOperation(target.Bucket, target.Key, upload);
            await transfer.Runner.RunAsync(operation, WriteSettlement.Bounded(target.Options), CancellationToken.None).ConfigureAwait(false);
        }
        catch (S3KitException)
        {
            // It is left to the sweeper.
        }
    }

    /// <summary>Ceph's answer leaves the ETag empty: the object itself tells it.</summary>
    private static async Task<PutObjectResult> CompleteResultAsync(
        PutObjectResult result, WriteSettlement settlement, IReadOnlyList<UploadedPart> parts, CancellationToken cancellationToken)
    {
        (WriteVerdict verdict, PutObjectResult? present) = await settlement.LookAsync(result.Size, ExpectedETag(parts), cancellationToken).ConfigureAwait(false);
        return verdict == WriteVerdict.Ours ? result with { ETag = present!.ETag, VersionId = result.VersionId ?? present.VersionId } : result with { ETag = null };
    }

    private async Task<PutObjectResult?> SettleAsync(WriteSettlement settlement, IReadOnlyList<UploadedPart> parts, S3KitException error, CancellationToken cancellationToken)
    {
        (WriteVerdict verdict, PutObjectResult? present) = await settlement.LookAsync(parts.Sum(static part => part.Size), ExpectedETag(parts), cancellationToken).ConfigureAwait(false);
        if (verdict == WriteVerdict.CannotTell && present is not null)
        {
            verdict = await IsGoneAsync(cancellationToken).ConfigureAwait(false) switch
            {
                true => WriteVerdict.Ours,
                false => WriteVerdict.NotOurs,
                null => WriteVerdict.CannotTell,
            };
        }

        return verdict switch
        {
            WriteVerdict.Ours => present,
            WriteVerdict.CannotTell when error is S3PreconditionFailedException failed => throw WriteSettlement.InDoubt(failed),
            _ => null,
        };
    }

    /// <summary>Whether the upload is no more; <see langword="null"/> when nobody can say.</summary>
    private async Task<bool?> IsGoneAsync(CancellationToken cancellationToken)
    {
        try
        {
            var operation = new ListPartsOperation(target.Bucket, target.Key, upload, 0);
            return await transfer.Runner.RunAsync(operation, WriteSettlement.Bounded(target.Options), cancellationToken).ConfigureAwait(false) is null;
        }
        catch (S3KitException)
        {
            return null;
        }
    }

    /// <summary>The ETag that S3 gives an object of parts: the MD5 of their MD5s, and how many they are. Of parts whose ETags are none, only how many.</summary>
    private static string ExpectedETag(IReadOnlyList<UploadedPart> parts)
    {
        byte[] digests = new byte[parts.Count * MD5.HashSizeInBytes];
        for (int i = 0; i < parts.Count; i++)
        {
            string tag = ETags.Unquote(parts[i].ETag)!;
            if (tag.Length != MD5.HashSizeInBytes * 2 || Convert.FromHexString(tag, digests.AsSpan(i * MD5.HashSizeInBytes), out _, out _) != OperationStatus.Done)
            {
                return $"-{parts.Count}";
            }
        }

#pragma warning disable CA5351 // Not for security: it is how S3 names an object of parts.
        return $"{Convert.ToHexStringLower(MD5.HashData(digests))}-{parts.Count}";
#pragma warning restore CA5351
    }
}
