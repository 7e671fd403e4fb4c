using S3Kit.Routing;

namespace S3Kit.Protocol;

/// <summary>The body of one answer, open at the endpoint that gave it. Until it is disposed of, the request counts as in flight there.</summary>
internal sealed class ObjectBody(HttpResponseMessage message, Stream stream, StorageEndpoint endpoint) : IDisposable
{
    private int _disposed;

    public Stream Stream { get; } = stream;

    public StorageEndpoint Endpoint { get; } = endpoint;

    /// <summary>How many bytes come before those that were asked for, because the endpoint sent the whole object in the place of a range.</summary>
    public long Surplus { get; set; }

    /// <summary>Whether more may come than was asked for: it is not to be read then.</summary>
    public bool MayExceed { get; init; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Stream.Dispose();
            message.Dispose();
            Endpoint.Load.Finished();
        }
    }
}
