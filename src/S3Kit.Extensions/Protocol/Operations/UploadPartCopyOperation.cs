using System.Globalization;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>UploadPartCopy</c>: a part whose bytes the store takes from another object, which must still be the one that was looked at.</summary>
internal sealed class UploadPartCopyOperation : S3Operation<UploadedPart>
{
    private readonly StartedUpload _upload;
    private readonly CopyOrigin _origin;
    private readonly string? _tag;
    private readonly CopyRange _range;

    public UploadPartCopyOperation(string bucket, string key, StartedUpload upload, CopyOrigin origin, string? tag, CopyRange range)
    {
        Bucket = bucket;
        Key = key;
        _upload = upload;
        _origin = origin;
        _tag = tag;
        _range = range;
    }

    public override string Name => "UploadPartCopy";

    /// <summary>The key that the source was stored with, if it was one of the caller's.</summary>
    public SseCustomerKey? SourceKey { get; init; }

    /// <summary>The key that the upload began with, if it was one of the caller's: each part needs it.</summary>
    public SseCustomerKey? CustomerKey { get; init; }

    public override TimeSpan WorkTime => CopyPace.TimeFor(_range.Length);

    public override string? PinnedEndpoint => _upload.Endpoint;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Put, Bucket, Key);
        request.AddQuery("partNumber", _range.Number.ToString(CultureInfo.InvariantCulture));
        request.AddQuery("uploadId", _upload.Id);
        request.AddHeader(S3Headers.CopySource, _origin.Header);
        request.AddHeader("x-amz-copy-source-range", ByteRange.Between(_range.First, _range.Last).ToString());
        request.AddETagHeader("x-amz-copy-source-if-match", _tag);
        EncryptionHeaders.AddSourceKey(request, SourceKey);
        EncryptionHeaders.AddCustomerKey(request, CustomerKey);
        return request;
    }

    public override async ValueTask<UploadedPart> ReadAsync(S3Response response)
    {
        CopiedObject copied = await CopiedObject.ReadAsync(response, "CopyPartResult").ConfigureAwait(false);
        return new UploadedPart(
            _range.Number,
            copied.ETag ?? throw S3Errors.NotS3(response.Context, response.Status, "the answer to a part has no ETag.", response.Header(S3Headers.RequestId)),
            _range.Length) { ServerSideEncryption = EncryptionHeaders.Read(response) };
    }
}
