namespace S3Kit;

/// <summary>Shorter ways to delete many objects.</summary>
public static class ObjectStoreDeleteExtensions
{
    /// <summary>Deletes many objects by their keys (S3 <c>DeleteObjects</c>); see <see cref="IObjectStore.DeleteObjectsAsync"/>.</summary>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="keys">The keys, any number of them.</param>
    /// <param name="options">Priority, timeout and endpoint of each request; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation; what was deleted by then stays deleted.</param>
    /// <returns>What became of each object.</returns>
    public static Task<DeleteObjectsResult> DeleteObjectsAsync(
        this IObjectStore store, string bucket, IEnumerable<string> keys, DeleteObjectsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(keys);
        return store.DeleteObjectsAsync(bucket, keys.Select(static key => new ObjectIdentifier(key)), options, cancellationToken);
    }
}
