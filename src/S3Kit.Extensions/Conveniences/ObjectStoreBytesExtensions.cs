using System.Runtime.InteropServices;
using S3Kit.Conveniences;

namespace S3Kit;

/// <summary>Objects from and to bytes in memory.</summary>
public static class ObjectStoreBytesExtensions
{
    /// <summary>
    /// Stores bytes as an object (S3 <c>PutObject</c>). They are sent from where they lie, so do not change them before the task has ended; memory
    /// that is not part of an array is copied once.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="content">The bytes; none is an empty object.</param>
    /// <param name="options">How to store them; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the object.</returns>
    public static async Task<PutObjectResult> PutBytesAsync(
        this IObjectStore store, string bucket, string key, ReadOnlyMemory<byte> content, PutObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArraySegment<byte> bytes = MemoryMarshal.TryGetArray(content, out ArraySegment<byte> segment) && segment.Array is not null ? segment : content.ToArray();

        // Its buffer is exposed, which the store reads without a copy.
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false, publiclyVisible: true);
        return await store.PutObjectAsync(bucket, key, stream, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads an object into memory (S3 <c>GetObject</c>).</summary>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">Which version and range, and how much at most; <see langword="null"/> for the current object of up to 100 MiB.</param>
    /// <param name="cancellationToken">Ends the operation, reading included.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="S3NotFoundException">There is no such object or bucket.</exception>
    /// <exception cref="S3ObjectTooLargeException">The object is larger than <see cref="ReadObjectOptions.MaxSize"/>.</exception>
    public static Task<byte[]> GetBytesAsync(
        this IObjectStore store, string bucket, string key, ReadObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        BoundedContent.ReadAsync(store, bucket, key, options, static (content, _, cancellationToken) => content.ReadToEndAsync(cancellationToken), cancellationToken);
}
