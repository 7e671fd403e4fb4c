using S3Kit.Protocol;
using S3Kit.Routing;

namespace S3Kit.Transfers;

/// <summary>Runs single operations on the way of a request; what a transfer of several operations is built on.</summary>
internal interface IOperationRunner
{
    Task<TResult> RunAsync<TResult>(S3Operation<TResult> operation, RequestOptions? options, CancellationToken cancellationToken);

    /// <summary>Tells that the body of an answer broke off while it was read.</summary>
    void BodyBroke(string operation, StorageEndpoint endpoint, S3KitException error, long position, long? openedAt);

    /// <summary>The unsigned address of an object at an endpoint.</summary>
    Uri Locate(string endpoint, string bucket, string key);
}
