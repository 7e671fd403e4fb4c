namespace S3Kit;

/// <content>Copies, moves and deletions of many within the scope, and addresses for others.</content>
public sealed partial class ObjectScope
{
    /// <summary>Copies an object to another key of the scope; see <see cref="IObjectStore.CopyObjectAsync"/>.</summary>
    /// <param name="sourceKey">The key of the source, relative to the scope.</param>
    /// <param name="destinationKey">The key of the copy, relative to the scope.</param>
    /// <param name="options">As for the store; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the copy.</returns>
    public async Task<CopyObjectResult> CopyObjectAsync(string sourceKey, string destinationKey, CopyObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        CopyObjectResult result = await _store.CopyObjectAsync(
            Bucket, _keys.ToFull(sourceKey), Bucket, _keys.ToFull(destinationKey), options, cancellationToken).ConfigureAwait(false);
        return result with { Key = destinationKey };
    }

    /// <summary>Moves an object to another key of the scope; see <see cref="ObjectStoreMoveExtensions.MoveObjectAsync"/>.</summary>
    /// <param name="sourceKey">The key of the source, relative to the scope.</param>
    /// <param name="destinationKey">The key that it gets, relative to the scope.</param>
    /// <param name="options">As for the store; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    /// <returns>What the store said of the copy.</returns>
    public async Task<CopyObjectResult> MoveObjectAsync(string sourceKey, string destinationKey, CopyObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        CopyObjectResult result = await _store.MoveObjectAsync(
            Bucket, _keys.ToFull(sourceKey), Bucket, _keys.ToFull(destinationKey), options, cancellationToken).ConfigureAwait(false);
        return result with { Key = destinationKey };
    }

    /// <summary>Deletes many objects of the scope; see <see cref="IObjectStore.DeleteObjectsAsync"/>.</summary>
    /// <param name="keys">The keys, relative to the scope; any number of them. One that would lead out is refused before anything is deleted.</param>
    /// <param name="options">As for the store; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the operation; what was deleted by then stays deleted.</param>
    /// <returns>What became of each object.</returns>
    public async Task<DeleteObjectsResult> DeleteObjectsAsync(IEnumerable<string> keys, DeleteObjectsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        List<ObjectIdentifier> all = [.. keys.Select(key => new ObjectIdentifier(_keys.ToFull(key)))];
        DeleteObjectsResult result = await _store.DeleteObjectsAsync(Bucket, all, options, cancellationToken).ConfigureAwait(false);
        return result with
        {
            Deleted = [.. result.Deleted.Select(deleted => deleted with { Key = deleted.Key[KeyPrefix.Length..] })],
            Errors = [.. result.Errors.Select(error => error with { Key = error.Key[KeyPrefix.Length..] })],
        };
    }

    /// <summary>Makes an address under which others may use one object of the scope for a while; see <see cref="IObjectStore.CreatePresignedUrlAsync"/>.</summary>
    /// <param name="method">GET, HEAD, PUT or DELETE.</param>
    /// <param name="key">The key, relative to the scope. The address itself shows the whole key.</param>
    /// <param name="expiresIn">How long it holds: a second to seven days.</param>
    /// <param name="options">As for the store; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait for credentials.</param>
    /// <returns>The address. Whoever has it may use it: keep it out of logs.</returns>
    public Task<Uri> CreatePresignedUrlAsync(
        HttpMethod method, string key, TimeSpan expiresIn, PresignedUrlOptions? options = null, CancellationToken cancellationToken = default) =>
        _store.CreatePresignedUrlAsync(method, Bucket, _keys.ToFull(key), expiresIn, options, cancellationToken);
}
