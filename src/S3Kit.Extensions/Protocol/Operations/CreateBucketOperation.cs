using System.Security;
using System.Text;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>CreateBucket</c>; one's own bucket once more is no error.</summary>
internal sealed class CreateBucketOperation : S3Operation<bool>
{
    public CreateBucketOperation(string bucket, CreateBucketOptions? options)
    {
        Bucket = bucket;

        // us-east-1 is said by saying nothing: most stores refuse it as a constraint.
        Body = options?.LocationConstraint is null or "" or "us-east-1"
            ? RequestBody.Empty
            : new MemoryBody(Encoding.UTF8.GetBytes(
                $"<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LocationConstraint>{SecurityElement.Escape(options.LocationConstraint)}</LocationConstraint></CreateBucketConfiguration>"));
    }

    public override string Name => "CreateBucket";

    public override RequestBody Body { get; }

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Put, Bucket, null) { Body = Body };
        request.AddHeader("content-type", Body.Length > 0 ? "application/xml" : null);
        return request;
    }

    public override async ValueTask<bool> ReadAsync(S3Response response)
    {
        await response.ExpectNothingAsync().ConfigureAwait(false);
        return true;
    }

    public override bool TryReadError(S3KitException error, StorageEndpoint endpoint, out bool result)
    {
        result = true;
        return error is S3ConflictException { StatusCode: 409, ErrorCode: "BucketAlreadyOwnedByYou" };
    }
}
