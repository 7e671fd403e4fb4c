using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Routing;

namespace S3Kit.Transfers;

/// <summary>Where the bytes of one object come from: what a get asks for, and how any range of the same state of the object is had later.</summary>
/// <param name="runner">Runs the requests.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="key">The key.</param>
/// <param name="options">What the caller asked for.</param>
/// <param name="settings">The settings, as they were when the reading began.</param>
/// <param name="time">The clock.</param>
/// <param name="isPartOfWork">Whether the dispatcher was told that a work of several requests is under way: then those that follow are taken whatever the queue says.</param>
internal sealed class ObjectSource(
    IOperationRunner runner, string bucket, string key, GetObjectOptions? options, S3KitOptions settings, TimeProvider time, bool isPartOfWork = false)
{
    private const string Operation = "GetObject";

    public string Bucket { get; } = bucket;

    public string Key { get; } = key;

    public GetObjectOptions? Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public TimeSpan StallTimeout => settings.StallTimeout;

    /// <summary>How often in a row the bytes may be asked for anew without one of them coming.</summary>
    public int MaxRetries => settings.MaxRetries;

    public S3ErrorContext Context(string? endpoint) => new(Operation, endpoint, Bucket, Key);

    /// <summary>Opens a range of the object, which must still be in the state given.</summary>
    /// <param name="pin">The state.</param>
    /// <param name="first">The first byte wanted.</param>
    /// <param name="last">The last byte wanted; <see langword="null"/> for all that follow.</param>
    /// <param name="avoided">The endpoint that comes after all others.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="S3PreconditionFailedException">The object is another one by now.</exception>
    public async Task<ObjectBody> OpenAsync(ObjectPin pin, long first, long? last, string? avoided, CancellationToken cancellationToken)
    {
        try
        {
            var operation = new GetRangeOperation(Bucket, Key, pin, first, last, avoided, isPartOfWork) { CustomerKey = Options?.CustomerKey };
            return await runner.RunAsync(operation, Options, cancellationToken).ConfigureAwait(false);
        }
        catch (S3KitException e) when (e.StatusCode is 412 or 416)
        {
            // 416 comes from stores that look at the range before the condition: the object has become shorter.
            throw S3Errors.Changed(Context(e.Endpoint), pin.ETag, e.StatusCode, e);
        }
    }

    /// <summary>Tells that a body broke off while it was read.</summary>
    /// <param name="endpoint">Who sent it.</param>
    /// <param name="error">What happened.</param>
    /// <param name="position">How many bytes the reader has.</param>
    /// <param name="openedAt">When the answer came, as a timestamp; <see langword="null"/> when the endpoint is not to blame.</param>
    public void Broke(StorageEndpoint endpoint, S3KitException error, long position, long? openedAt) => runner.BodyBroke(Operation, endpoint, error, position, openedAt);
}
