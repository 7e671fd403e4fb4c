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
        ObjectWriteHeaders.AddDescription(request, _options);
        ChecksumHeaders.Check(request, _options, endpoint);
        ObjectWriteHeaders.AddConditions(request, _options, endpoint, endpoint.Settings.Dialect.ConditionalPut);
        ChecksumHeaders.AddOf(Body, request, _options);
        return request;
    }

    public override async ValueTask<PutObjectResult> ReadAsync(S3Response response)
    {
        await response.ExpectNothingAsync().ConfigureAwait(false);
        return new PutObjectResult
        {
            Bucket = Bucket!,
            Key = Key!,
            Location = response.Endpoint.Settings.Address.Locate(Bucket!, Key!),

            // No S3 store keeps silent on it. Who does has stored nothing.
            ETag = ETags.Unquote(response.Header("ETag"))
                ?? throw S3Errors.NotS3(response.Context, response.Status, "the answer has no ETag.", response.Header(S3Headers.RequestId)),
            VersionId = response.Header(S3Headers.VersionId),
            ServerSideEncryption = EncryptionHeaders.Read(response),
            Size = Body.Length,
            Endpoint = response.Endpoint.Name,
        };
    }
}
