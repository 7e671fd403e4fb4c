using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>Stores an object in one request. With a condition, an answer that was lost is settled by looking: what we have stored ourselves fulfils it no more.</summary>
internal sealed class SinglePut(TransferContext transfer, UploadTarget target)
{
    /// <summary>Sends the body, which belongs to this method from now on.</summary>
    public async Task<PutObjectResult> PutAsync(RequestBody body, UploadProgress? progress, CancellationToken cancellationToken)
    {
        body.Progress = progress?.Of(1);
        PutObjectResult result;
        try
        {
            result = await SendAsync(body, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            body.Release();
        }

        var proof = new EncryptionProof(transfer, target.Context, target.Options, target.Options?.ServerSideEncryption);
        result = result with
        {
            ServerSideEncryption = await proof.EnsureAsync(result.ServerSideEncryption, result.VersionId, result.Endpoint, cancellationToken).ConfigureAwait(false),
        };
        progress?.Of(1).Complete();
        progress?.Complete();
        return result;
    }

    private async Task<PutObjectResult> SendAsync(RequestBody body, CancellationToken cancellationToken)
    {
        var operation = new PutObjectOperation(target.Bucket, target.Key, body, target.Options);
        var settlement = new WriteSettlement(transfer, target);
        try
        {
            return await transfer.Runner.RunAsync(operation, target.Options, cancellationToken).ConfigureAwait(false);
        }
        catch (S3KitException e) when (target.IsConditional && WriteSettlement.IsInDoubt(e, operation.MayHaveHappened))
        {
            string? etag = await body.Md5Async(cancellationToken).ConfigureAwait(false);
            (WriteVerdict verdict, PutObjectResult? present) = await settlement.LookAsync(body.Length, etag, cancellationToken).ConfigureAwait(false);
            if (verdict == WriteVerdict.Ours)
            {
                return present!;
            }

            if (verdict == WriteVerdict.CannotTell && e is S3PreconditionFailedException failed)
            {
                throw WriteSettlement.InDoubt(failed);
            }

            throw;
        }
    }
}
