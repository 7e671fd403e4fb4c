namespace S3Kit;

/// <summary>
/// How an object that is written through a stream is stored. With a <see cref="PutObjectOptions.ContentLength"/> the writer is held to it: writing more fails,
/// and so does completing with less.
/// </summary>
public sealed record OpenWriteOptions : PutObjectOptions
{
    /// <summary>
    /// Whether disposing of the stream stores the object, when nothing has failed and nobody has aborted. With <see langword="false"/> only
    /// <see cref="ObjectWriteStream.CompleteAsync"/> does, and disposing of it without that aborts: the right choice where an exception between the writes
    /// must not leave half an object. Default: <see langword="true"/>.
    /// </summary>
    public bool CompleteOnDispose { get; init; } = true;
}
