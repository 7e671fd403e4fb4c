using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>PutObject</c>.</summary>
internal sealed class PutObjectOperation : S3Operation<PutObjectResult>
{
    private readonly PutObjectOptions? _options;

    public PutObjectOperation(string bucket, string key, RequestBody body, PutObjectOptions? options)
    {
        Bucket = bucket;
        Key = key;
        Body = body;
        _options = options;
    }

    public override string Name => "PutObject";

    public override RequestBody Body { get; }

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Put, Bucket, Key) { Body = Body };
        request.AddHeader("content-type", _options?.ContentType ?? "application/octet-stream");
        if (_options is not null)
        {
            request.AddHeader("content-disposition", _options.ContentDisposition);
            request.AddHeader("content-encoding", _options.ContentEncoding);
            request.AddHeader("content-language", _options.ContentLanguage);
            request.AddHeader("cache-control", _options.CacheControl);
            request.AddHeader(S3Headers.StorageClass, _options.StorageClass);
            request.AddETagHeader("if-match", _options.IfMatch);
            request.AddETagHeader("if-none-match", _options.IfNoneMatch);
            foreach ((string name, string value) in _options.Metadata ?? System.Collections.Frozen.FrozenDictionary<string, string>.Empty)
            {
                request.AddHeader(S3Headers.MetadataPrefix + name.ToLowerInvariant(), EncodedWords.Encode(value));
            }
        }

        return request;
    }

    public override ValueTask<PutObjectResult> ReadAsync(S3Response response) => new(new PutObjectResult
    {
        Bucket = Bucket!,
        Key = Key!,
        Location = response.Endpoint.Settings.Address.Locate(Bucket!, Key!),
        ETag = ETags.Unquote(response.Header("ETag")),
        VersionId = response.Header(S3Headers.VersionId),
        Size = Body.Length,
        Endpoint = response.Endpoint.Name,
    });
}
