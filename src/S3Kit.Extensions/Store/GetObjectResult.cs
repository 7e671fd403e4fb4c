namespace S3Kit;

/// <summary>
/// An object being read. Dispose it when done: the connection goes back to its pool. The bytes are streamed, not buffered; a body that ends
/// before the announced length makes the read fail with <see cref="S3IntegrityException"/>, one that stops moving with <see cref="S3TimeoutException"/>.
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
