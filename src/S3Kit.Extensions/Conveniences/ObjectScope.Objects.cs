namespace S3Kit;

/// <content>Single objects. Each call maps its keys, leaves the work to the store and maps the keys of the result.</content>
public sealed partial class ObjectScope
{
    /// <inheritdoc cref="IObjectStore.PutObjectAsync"/>
    public async Task<PutObjectResult> PutObjectAsync(string key, Stream content, PutObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.PutObjectAsync(Bucket, _keys.ToFull(key), content, options, cancellationToken).ConfigureAwait(false) with { Key = key };

    /// <inheritdoc cref="IObjectStore.GetObjectAsync"/>
    public async Task<GetObjectResult> GetObjectAsync(string key, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        GetObjectResult result = await _store.GetObjectAsync(Bucket, _keys.ToFull(key), options, cancellationToken).ConfigureAwait(false);
        return new GetObjectResult(result.Info with { Key = key }, result.Content, result.ContentLength, result.Offset)
        {
            IsPartial = result.IsPartial,
            Location = result.Location,
        };
    }

    /// <inheritdoc cref="IObjectStore.HeadObjectAsync"/>
    public async Task<ObjectInfo?> HeadObjectAsync(string key, HeadObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.HeadObjectAsync(Bucket, _keys.ToFull(key), options, cancellationToken).ConfigureAwait(false) is { } info ? info with { Key = key } : null;

    /// <inheritdoc cref="ObjectStoreExistsExtensions.ExistsAsync"/>
    public Task<bool> ExistsAsync(string key, HeadObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        _store.ExistsAsync(Bucket, _keys.ToFull(key), options, cancellationToken);

    /// <inheritdoc cref="IObjectStore.DeleteObjectAsync"/>
    public async Task<DeleteObjectResult> DeleteObjectAsync(string key, DeleteObjectOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.DeleteObjectAsync(Bucket, _keys.ToFull(key), options, cancellationToken).ConfigureAwait(false) with { Key = key };

    /// <inheritdoc cref="IObjectStore.UploadFileAsync"/>
    public async Task<PutObjectResult> UploadFileAsync(string filePath, string key, UploadFileOptions? options = null, CancellationToken cancellationToken = default) =>
        await _store.UploadFileAsync(filePath, Bucket, _keys.ToFull(key), options, cancellationToken).ConfigureAwait(false) with { Key = key };

    /// <inheritdoc cref="IObjectStore.DownloadFileAsync"/>
    public async Task<DownloadFileResult> DownloadFileAsync(string key, string filePath, DownloadFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        DownloadFileResult result = await _store.DownloadFileAsync(Bucket, _keys.ToFull(key), filePath, options, cancellationToken).ConfigureAwait(false);
        return result with { Info = result.Info with { Key = key } };
    }
}
