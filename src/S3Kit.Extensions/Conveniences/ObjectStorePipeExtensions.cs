using System.IO.Pipelines;

namespace S3Kit;

/// <summary>Objects from and to pipes.</summary>
public static class ObjectStorePipeExtensions
{
    /// <summary>
    /// Stores what a pipe yields, up to its completion (S3 <c>PutObject</c>, or a multipart upload when it is large). No more is read ahead than
    /// is being sent, so whoever writes to the pipe is held back to the pace of the store. The reader is not completed: that is for its owner to do, also
    /// after a failure, since a writer that is held back waits for it.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="reader">Where the bytes come from. A writer that completes with an exception makes the upload fail with it, and nothing is stored.</param>
    /// <param name="options">How to store them; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the object.</returns>
    public static async Task<PutObjectResult> PutPipeAsync(
        this IObjectStore store, string bucket, string key, PipeReader reader, PutObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(reader);
        Stream stream = reader.AsStream(leaveOpen: true);
        await using (stream.ConfigureAwait(false))
        {
            return await store.PutObjectAsync(bucket, key, stream, options, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Reads an object into a pipe (S3 <c>GetObject</c>). The pipe sets the pace: nothing is read while its reader is behind. The writer is not
    /// completed: that is for its owner to do, with the exception after a failure, so that the reader does not take what came for the whole.
    /// When the reader completes early, the rest is not read and the call ends.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="writer">Where the bytes go to.</param>
    /// <param name="options">Which version, range and conditions; <see langword="null"/> for the whole current object.</param>
    /// <param name="cancellationToken">Ends the operation, reading included.</param>
    /// <returns>What the store says of the object.</returns>
    /// <exception cref="S3NotFoundException">There is no such object or bucket.</exception>
    public static async Task<ObjectInfo> GetPipeAsync(
        this IObjectStore store, string bucket, string key, PipeWriter writer, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(writer);
        GetObjectResult result = await store.GetObjectAsync(bucket, key, options, cancellationToken).ConfigureAwait(false);
        await using (result.ConfigureAwait(false))
        {
            await result.Content.CopyToAsync(writer, cancellationToken).ConfigureAwait(false);
            return result.Info;
        }
    }
}
