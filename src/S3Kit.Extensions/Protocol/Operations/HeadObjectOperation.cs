using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>HeadObject</c>; what is not there reads as nothing.</summary>
internal sealed class HeadObjectOperation : S3Operation<ObjectInfo?>
{
    private readonly HeadObjectOptions? _options;

    public HeadObjectOperation(string bucket, string key, HeadObjectOptions? options)
    {
        Bucket = bucket;
        Key = key;
        _options = options;
    }

    public override string Name => "HeadObject";

    public override bool? MayBeHedged => _options?.Hedge;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Head, Bucket, Key);
        ReadConditions.Add(request, _options);
        return request;
    }

    public override ValueTask<ObjectInfo?> ReadAsync(S3Response response) =>
        new(ReadConditions.Confirm(ObjectHeaders.Read(response, response.Message.Content.Headers.ContentLength ?? 0), response, _options));

    public override bool TryReadError(S3KitException error, StorageEndpoint endpoint, out ObjectInfo? result)
    {
        result = null;
        return error is S3NotFoundException;
    }
}
