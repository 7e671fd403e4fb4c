using System.Globalization;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>UploadPart</c>; the result is the part's ETag, which the completion has to name.</summary>
internal sealed class UploadPartOperation : S3Operation<UploadedPart>
{
    private readonly StartedUpload _upload;
    private readonly int _number;
    private readonly PutObjectOptions? _options;

    public UploadPartOperation(string bucket, string key, StartedUpload upload, int number, RequestBody body, PutObjectOptions? options)
    {
        Bucket = bucket;
        Key = key;
        _upload = upload;
        _number = number;
        _options = options;
        Body = body;
    }

    public override string Name => "UploadPart";

    public override RequestBody Body { get; }

    public override string? PinnedEndpoint => _upload.Endpoint;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Put, Bucket, Key) { Body = Body };
        request.AddQuery("partNumber", _number.ToString(CultureInfo.InvariantCulture));
        request.AddQuery("uploadId", _upload.Id);
        EncryptionHeaders.AddCustomerKey(request, _options?.ServerSideEncryption as SseCustomerKey);
        ChecksumHeaders.AddOf(Body, request, _options);
        return request;
    }

    public override ValueTask<UploadedPart> ReadAsync(S3Response response) =>
        new(new UploadedPart(
            _number,
            response.Header("ETag") ?? throw S3Errors.NotS3(response.Context, response.Status, "the answer to a part has no ETag.", response.Header(S3Headers.RequestId)),
            Body.Length,
            ChecksumHeaders.FormatOf(_options) is { } format ? Body.Checksum(format) : null) { ServerSideEncryption = EncryptionHeaders.Read(response) });
}
