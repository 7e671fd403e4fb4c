using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>HeadBucket</c>: whether a bucket exists.</summary>
internal sealed class HeadBucketOperation : S3Operation<bool>
{
    public HeadBucketOperation(string bucket) => Bucket = bucket;

    public override string Name => "HeadBucket";

    public override S3Request CreateRequest(StorageEndpoint endpoint) => new(Name, HttpMethod.Head, Bucket, null);

    public override ValueTask<bool> ReadAsync(S3Response response) => new(true);

    public override bool TryReadError(S3KitException error, StorageEndpoint endpoint, out bool result)
    {
        result = false;
        return error is S3NotFoundException;
    }
}
