namespace S3Kit;

/// <content>Whole folders: what the extension methods of the store do, within the scope.</content>
public sealed partial class ObjectScope
{
    /// <inheritdoc cref="ObjectStoreDirectoryExtensions.UploadDirectoryAsync"/>
    public async Task<DirectoryTransferResult> UploadDirectoryAsync(
        string folder, string? prefix = null, UploadDirectoryOptions? options = null, CancellationToken cancellationToken = default) =>
        ToRelative(await _store.UploadDirectoryAsync(folder, Bucket, NarrowPrefix(prefix), options, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc cref="ObjectStoreDirectoryExtensions.DownloadDirectoryAsync"/>
    public async Task<DirectoryTransferResult> DownloadDirectoryAsync(
        string? prefix, string folder, DownloadDirectoryOptions? options = null, CancellationToken cancellationToken = default) =>
        ToRelative(await _store.DownloadDirectoryAsync(Bucket, NarrowPrefix(prefix), folder, options, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc cref="ObjectStoreDirectoryExtensions.SyncDirectoryAsync"/>
    public async Task<DirectoryTransferResult> SyncDirectoryAsync(
        string folder, string? prefix, SyncDirection direction, SyncDirectoryOptions? options = null, CancellationToken cancellationToken = default) =>
        ToRelative(await _store.SyncDirectoryAsync(folder, Bucket, NarrowPrefix(prefix), direction, options, cancellationToken).ConfigureAwait(false));

    private string NarrowPrefix(string? prefix) => string.IsNullOrEmpty(prefix) ? KeyPrefix : _keys.Narrow(prefix).Prefix;

    private DirectoryTransferResult ToRelative(DirectoryTransferResult result) =>
        result with { Files = [.. result.Files.Select(file => file with { Key = file.Key[KeyPrefix.Length..] })] };
}
