namespace S3Kit;

/// <summary>
/// An object being read. Dispose it when done: the connection goes back to its pool. The bytes are streamed, not buffered. When a connection breaks or stalls,
/// asynchronous reads go on from the next byte, from any endpoint of the pool, as long as the object is the same. What cannot be gone on with fails: with
/// <see cref="S3IntegrityException"/> (the body ended early, or its bytes do not have the checksum that the store told), <see cref="S3NetworkException"/>,
/// <see cref="S3TimeoutException"/> (it stopped moving), or <see cref="S3PreconditionFailedException"/> when the object was changed meanwhile.
/// </summary>
public sealed class GetObjectResult : IDisposable, IAsyncDisposable
{
    internal GetObjectResult(ObjectInfo info, Stream content, long contentLength, long offset)
    {
        Info = info;
        Content = content;
        ContentLength = contentLength;
        Offset = offset;
    }

    /// <summary>What the store says of the object.</summary>
    public ObjectInfo Info { get; }

    /// <summary>The bytes; readable once, not seekable.</summary>
    public Stream Content { get; }

    /// <summary>How many bytes <see cref="Content"/> yields: the whole size, or that of the range; -1 when the endpoint did not say.</summary>
    public long ContentLength { get; }

    /// <summary>Where in the object the first byte of <see cref="Content"/> stands; 0 unless a range was asked for.</summary>
    public long Offset { get; }

    /// <summary>Whether the store answered with a part of the object (206) because a range was asked for.</summary>
    public bool IsPartial { get; internal init; }

    /// <summary>The object's address, unsigned.</summary>
    internal Uri Location { get; init; } = null!;

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}
