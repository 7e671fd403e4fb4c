namespace S3Kit;

/// <summary>Whether an object is there.</summary>
public static class ObjectStoreExistsExtensions
{
    /// <summary>
    /// Tells whether there is an object of a key (S3 <c>HeadObject</c>). Only a definite answer counts: a server that fails or refuses access is an
    /// exception. S3 does not tell a missing bucket apart here.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">Which version and conditions; <see langword="null"/> for the current object.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>Whether it is there.</returns>
    public static async Task<bool> ExistsAsync(
        this IObjectStore store, string bucket, string key, HeadObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.HeadObjectAsync(bucket, key, options, cancellationToken).ConfigureAwait(false) is not null;
    }
}
