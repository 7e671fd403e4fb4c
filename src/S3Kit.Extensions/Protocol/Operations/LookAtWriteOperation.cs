using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>HeadObject</c>, to find out whether a write whose answer was lost has happened; what is not there reads as nothing.</summary>
internal sealed class LookAtWriteOperation : S3Operation<WrittenObject?>
{
    private readonly SseCustomerKey? _customerKey;

    public LookAtWriteOperation(string bucket, string key, SseCustomerKey? customerKey)
    {
        Bucket = bucket;
        Key = key;
        _customerKey = customerKey;
    }

    public override string Name => "HeadObject";

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Head, Bucket, Key);
        EncryptionHeaders.AddCustomerKey(request, _customerKey);
        return request;
    }

    public override ValueTask<WrittenObject?> ReadAsync(S3Response response)
    {
        ObjectInfo info = ObjectHeaders.Read(response, response.Message.Content.Headers.ContentLength ?? 0);

        // Both times are the store's own: whether its clock is right does not matter.
        return new(new WrittenObject(info, response.Message.Headers.Date - info.LastModified));
    }

    public override bool TryReadError(S3KitException error, StorageEndpoint endpoint, out WrittenObject? result)
    {
        result = null;
        return error is S3NotFoundException;
    }
}
