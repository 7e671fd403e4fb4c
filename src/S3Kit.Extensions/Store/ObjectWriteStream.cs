namespace S3Kit;

/// <summary>
/// Writes an object whose length is not known beforehand; made by <see cref="IObjectStore.OpenWriteAsync"/>. What is written is gathered into parts and sent while
/// more is written; a write waits while as many parts as are allowed are under way. Until the object is complete, nobody sees any of it.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><description>Disposed of normally (<c>await using</c>) it completes the object: an object of less than a part in one request, of nothing as an empty
/// one. <see cref="System.IO.Stream.DisposeAsync"/> throws when that fails; then nothing was stored.</description></item>
/// <item><description>Disposed of after a fault, or after the token it was opened with was cancelled, it aborts and nothing is stored. A fault is whatever a
/// write, a flush or <see cref="CompleteAsync"/> has thrown, a cancelled write and a refused synchronous one included: such a write may have been taken in part, so
/// that more would leave a gap. Each later write throws the fault again. Disposing throws a fault that no call has thrown yet.</description></item>
/// <item><description>An exception of the caller's own code, between two writes, the stream cannot see: call <see cref="Abort"/> on the way out, or open it with
/// <see cref="OpenWriteOptions.CompleteOnDispose"/> off and call <see cref="CompleteAsync"/> at the end.</description></item>
/// <item><description>Completing takes requests, so a synchronous <c>Dispose</c> cannot do it. Rather than lose what was written it aborts and throws
/// <see cref="InvalidOperationException"/>. Some wrappers dispose of their stream that way even when they are disposed of asynchronously, such as
/// <see cref="StreamWriter"/>: open those with <c>leaveOpen: true</c>.</description></item>
/// <item><description>A synchronous <c>Write</c> is taken as long as it fits into the buffer of the current part; one that does not throws
/// <see cref="NotSupportedException"/>, since it would have to block.</description></item>
/// </list>
/// Like any stream it is for one writer at a time; only <see cref="Abort"/> may be called beside a write.
/// </remarks>
public abstract class ObjectWriteStream : Stream
{
    /// <summary>What the store said of the object; <see langword="null"/> until it is complete.</summary>
    public abstract PutObjectResult? Result { get; }

    /// <inheritdoc/>
    public sealed override bool CanRead => false;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <summary>Not supported: the length is not known before the end.</summary>
    public sealed override long Length => throw new NotSupportedException("An object that is written has no length yet.");

    /// <summary>
    /// Completes the object: what was written so far is all of it. Afterwards nothing can be written, and disposing does nothing more. Called again it
    /// returns the same result.
    /// </summary>
    /// <param name="cancellationToken">Ends the operation; then nothing is stored.</param>
    /// <returns>What the store said of the object.</returns>
    /// <exception cref="S3KitException">It failed; nothing was stored.</exception>
    /// <exception cref="InvalidOperationException">The stream was aborted, or disposed of.</exception>
    public abstract Task<PutObjectResult> CompleteAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives the object up: nothing is stored, and what was sent already is aborted, in the background and waited for by <see cref="Stream.DisposeAsync"/>.
    /// Does nothing when the object is complete already. May be called from any thread.
    /// </summary>
    public abstract void Abort();

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is for writing.");

    /// <inheritdoc/>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("This stream is written from beginning to end.");

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw new NotSupportedException("This stream is written from beginning to end.");
}
