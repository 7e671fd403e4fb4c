using S3Kit.Directories;

namespace S3Kit;

/// <summary>Whole folders from and to a store.</summary>
/// <remarks>
/// Every file is whole or not there, also after cancellation: the store shows an object, and the folder a file, only when all its bytes have arrived.
/// Paths are kept in memory while a transfer runs, bytes are not.
/// </remarks>
public static class ObjectStoreDirectoryExtensions
{
    /// <summary>
    /// Uploads the files of a folder: the key of each is the prefix and its path relative to the folder, with <c>/</c> on every system. Objects of the
    /// same keys are replaced. Empty folders leave nothing behind, since S3 has no folders. What is neither file nor folder (pipes, sockets, devices) is skipped.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">What the keys begin with; ends with <c>/</c>, or is <see langword="null"/> or empty for none.</param>
    /// <param name="options">Which files, how many at a time, how each is stored; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <returns>What became of every file. Files that failed are in it, and not thrown: see <see cref="DirectoryTransferResult.ThrowIfFailed"/>.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static async Task<DirectoryTransferResult> UploadDirectoryAsync(
        this IObjectStore store, string folder, string bucket, string? prefix = null, UploadDirectoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new UploadDirectoryOptions();
        var context = new DirectoryContext(store, "UploadDirectory", bucket, prefix, options);
        return await DirectoryTransfer.UploadAsync(folder, context, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Downloads the objects below a prefix into a folder, which is made if missing: the path of each is its key without the prefix. Files get the
    /// time at which their objects were last written. An empty object whose key ends with <c>/</c> becomes a folder.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">What the keys begin with; ends with <c>/</c>, or is <see langword="null"/> or empty for the whole bucket.</param>
    /// <param name="folder">The folder. It may be reached through symbolic links, but below it none is written through.</param>
    /// <param name="options">Which objects, how many at a time, whether files are replaced; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <returns>What became of every file. Files that failed are in it, and not thrown: see <see cref="DirectoryTransferResult.ThrowIfFailed"/>.</returns>
    /// <exception cref="S3UnsafeKeysException">Keys would lead out of the folder, or fall on one file; it lists all of them, and nothing was written.</exception>
    public static async Task<DirectoryTransferResult> DownloadDirectoryAsync(
        this IObjectStore store, string bucket, string? prefix, string folder, DownloadDirectoryOptions? options = null, CancellationToken cancellationToken = default)
    {
        var context = new DirectoryContext(store, "DownloadDirectory", bucket, prefix, options ?? new DownloadDirectoryOptions());
        return await DirectoryTransfer.DownloadAsync(context, folder, DownloadEnvironment.Machine, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Brings one side in line with the other: transfers what differs, and deletes what is extra if the options say so.</summary>
    /// <param name="store">The store.</param>
    /// <param name="folder">The folder. Towards the bucket it must exist; towards the folder it is made if missing.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">What the keys begin with; ends with <c>/</c>, or is <see langword="null"/> or empty for the whole bucket.</param>
    /// <param name="direction">Which side is changed.</param>
    /// <param name="options">What counts as the same, what is deleted, which files; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <returns>What became of every file. Files that failed are in it, and not thrown: see <see cref="DirectoryTransferResult.ThrowIfFailed"/>.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder to upload.</exception>
    /// <exception cref="S3UnsafeKeysException">Keys would lead out of the folder, or fall on one file; it lists all of them, and nothing was written.</exception>
    public static async Task<DirectoryTransferResult> SyncDirectoryAsync(
        this IObjectStore store,
        string folder,
        string bucket,
        string? prefix,
        SyncDirection direction,
        SyncDirectoryOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new SyncDirectoryOptions();
        var context = new DirectoryContext(store, "SyncDirectory", bucket, prefix, options);
        return direction switch
        {
            SyncDirection.FolderToBucket => await DirectoryTransfer.UploadAsync(folder, context, options, cancellationToken).ConfigureAwait(false),
            SyncDirection.BucketToFolder => await DirectoryTransfer.DownloadAsync(context, folder, DownloadEnvironment.Machine, cancellationToken).ConfigureAwait(false),
            _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, "A synchronisation goes from the folder to the bucket, or from the bucket to the folder."),
        };
    }
}
