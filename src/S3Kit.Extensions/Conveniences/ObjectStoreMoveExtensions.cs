namespace S3Kit;

/// <summary>Moving objects. S3 has no such operation: it is a copy, a look at it, and a deletion.</summary>
public static class ObjectStoreMoveExtensions
{
    /// <summary>
    /// Moves an object: copies it (<see cref="IObjectStore.CopyObjectAsync"/>), looks at the copy, and deletes the source when the copy is whole and the source is
    /// still what was copied. If anything fails, the source is still there; then the copy may be there too. In a versioned bucket the source gets a delete
    /// marker, or loses the version that <see cref="CopyObjectOptions.SourceVersionId"/> names.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="sourceBucket">The bucket of the source.</param>
    /// <param name="sourceKey">The key of the source.</param>
    /// <param name="destinationBucket">The bucket that the object is moved to.</param>
    /// <param name="destinationKey">The key that it gets there.</param>
    /// <param name="options">As for a copy; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the copy.</returns>
    /// <exception cref="ArgumentException">The object would be moved onto itself.</exception>
    /// <exception cref="S3NotFoundException">There is no such source or bucket.</exception>
    /// <exception cref="S3PreconditionFailedException">A condition does not hold, or the source has changed meanwhile; it was not deleted.</exception>
    /// <exception cref="S3IntegrityException">The copy is not what it should be; the source was not deleted.</exception>
    /// <exception cref="S3ConflictException">The destination turned out to be the source, under another endpoint's name; nothing was done.</exception>
    public static Task<CopyObjectResult> MoveObjectAsync(
        this IObjectStore store, string sourceBucket, string sourceKey, string destinationBucket, string destinationKey, CopyObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        options ??= new CopyObjectOptions();
        bool sameName = string.Equals(sourceBucket, destinationBucket, StringComparison.Ordinal) && string.Equals(sourceKey, destinationKey, StringComparison.Ordinal);
        if (sameName && (options.SourceEndpoint is null || string.Equals(options.SourceEndpoint, options.Endpoint, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException("The object is to be moved onto itself: it would be deleted in the end. Name another key or bucket.", nameof(destinationKey));
        }

        return new Transfers.ObjectMove(store, sourceBucket, sourceKey, destinationBucket, destinationKey, options, sameName).RunAsync(cancellationToken);
    }
}
