using System.Collections.Frozen;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>DeleteObjectTagging</c>.</summary>
internal sealed class DeleteObjectTaggingOperation : S3Operation<ObjectTaggingResult>
{
    private readonly string? _versionId;

    public DeleteObjectTaggingOperation(string bucket, string key, string? versionId)
    {
        Bucket = bucket;
        Key = key;
        _versionId = versionId;
    }

    public override string Name => "DeleteObjectTagging";

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Delete, Bucket, Key);
        request.AddQuery("tagging", "");
        request.AddQuery("versionId", _versionId);
        return request;
    }

    public override async ValueTask<ObjectTaggingResult> ReadAsync(S3Response response)
    {
        await response.ExpectNothingAsync().ConfigureAwait(false);
        return new ObjectTaggingResult
        {
            Bucket = Bucket!,
            Key = Key!,
            Tags = FrozenDictionary<string, string>.Empty,
            VersionId = response.Header(S3Headers.VersionId) ?? _versionId,
            Endpoint = response.Endpoint.Name,
        };
    }
}
