using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>DeleteObject</c>.</summary>
internal sealed class DeleteObjectOperation : S3Operation<DeleteObjectResult>
{
    private readonly DeleteObjectOptions? _options;

    public DeleteObjectOperation(string bucket, string key, DeleteObjectOptions? options)
    {
        Bucket = bucket;
        Key = key;
        _options = options;
    }

    public override string Name => "DeleteObject";

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Delete, Bucket, Key);
        request.AddQuery("versionId", _options?.VersionId);
        if (_options?.IfMatch is not null)
        {
            endpoint.Settings.Dialect.Require(
                endpoint.Settings.Dialect.ConditionalDelete,
                "a condition on a deletion",
                "Delete a version by its id, or without condition.",
                new S3ErrorContext(Name, endpoint.Name, Bucket, Key));
        }

        ObjectWriteHeaders.AddIfMatch(request, _options?.IfMatch, endpoint);
        return request;
    }

    public override async ValueTask<DeleteObjectResult> ReadAsync(S3Response response)
    {
        await response.ExpectNothingAsync().ConfigureAwait(false);
        return new DeleteObjectResult
        {
            Bucket = Bucket!,
            Key = Key!,
            DeleteMarker = string.Equals(response.Header(S3Headers.DeleteMarker), "true", StringComparison.OrdinalIgnoreCase),
            VersionId = response.Header(S3Headers.VersionId),
            Endpoint = response.Endpoint.Name,
        };
    }

    public override bool TryReadError(S3KitException error, StorageEndpoint endpoint, out DeleteObjectResult result)
    {
        // Some stores say that there was nothing to delete; S3's own way is to say nothing of it.
        result = new DeleteObjectResult { Bucket = Bucket!, Key = Key!, Endpoint = endpoint.Name };
        return error is S3NotFoundException { StatusCode: 404, Resource: S3ResourceKind.Key };
    }
}
