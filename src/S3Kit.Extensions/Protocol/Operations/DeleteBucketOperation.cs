using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>DeleteBucket</c>.</summary>
internal sealed class DeleteBucketOperation : S3Operation<bool>
{
    public DeleteBucketOperation(string bucket) => Bucket = bucket;

    public override string Name => "DeleteBucket";

    public override S3Request CreateRequest(StorageEndpoint endpoint) => new(Name, HttpMethod.Delete, Bucket, null);

    public override async ValueTask<bool> ReadAsync(S3Response response)
    {
        await response.ExpectNothingAsync().ConfigureAwait(false);
        return true;
    }

    public override bool TryReadError(S3KitException error, StorageEndpoint endpoint, out bool result)
    {
        // The bucket that is missing now may be the one that an attempt without an answer has deleted.
        result = true;
        return MayHaveHappened && error is S3NotFoundException { Resource: S3ResourceKind.Bucket or S3ResourceKind.Unknown };
    }
}
