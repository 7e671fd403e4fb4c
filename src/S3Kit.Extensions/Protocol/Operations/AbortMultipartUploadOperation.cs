using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>AbortMultipartUpload</c>; one that is gone is aborted.</summary>
internal sealed class AbortMultipartUploadOperation : S3Operation<bool>
{
    private readonly StartedUpload _upload;

    public AbortMultipartUploadOperation(string bucket, string key, StartedUpload upload)
    {
        Bucket = bucket;
        Key = key;
        _upload = upload;
    }

    public override string Name => "AbortMultipartUpload";

    public override string? PinnedEndpoint => _upload.Endpoint;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Delete, Bucket, Key);
        request.AddQuery("uploadId", _upload.Id);
        return request;
    }

    public override async ValueTask<bool> ReadAsync(S3Response response)
    {
        await response.ExpectNothingAsync().ConfigureAwait(false);
        return true;
    }

    // After an abort Ceph says NoSuchKey where S3 says NoSuchUpload.
    public override bool TryReadError(S3KitException error, StorageEndpoint endpoint, out bool result)
    {
        result = true;
        return error is S3NotFoundException;
    }
}
