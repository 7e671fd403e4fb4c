using System.Globalization;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>HeadObject</c> of what is to be copied; what is not there reads as nothing.</summary>
internal sealed class HeadSourceOperation : S3Operation<SourceObject?>
{
    private readonly HeadObjectOptions _options;

    public HeadSourceOperation(string bucket, string key, HeadObjectOptions options)
    {
        Bucket = bucket;
        Key = key;
        _options = options;
    }

    public override string Name => "HeadObject";

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Head, Bucket, Key);
        ReadConditions.Add(request, _options);
        return request;
    }

    public override ValueTask<SourceObject?> ReadAsync(S3Response response)
    {
        ObjectInfo info = ObjectHeaders.Read(response, response.Message.Content.Headers.ContentLength ?? -1);
        int? tags = int.TryParse(response.Header(S3Headers.TaggingCount), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : null;
        return new(new SourceObject(info, tags, response.Message.Headers.Date));
    }

    public override bool TryReadError(S3KitException error, StorageEndpoint endpoint, out SourceObject? result)
    {
        result = null;
        return error is S3NotFoundException;
    }
}
