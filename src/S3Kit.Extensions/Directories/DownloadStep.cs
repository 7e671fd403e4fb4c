namespace S3Kit.Directories;

/// <summary>Downloads an object to its file, or makes the folder it stands for, unless there is a reason not to.</summary>
internal sealed class DownloadStep(DirectoryContext context, TargetFolder target, ListedObject listed, DirectoryTransferOptions options)
    : DirectoryStep(listed.Path, listed.Info.Key, target.PathOf(listed.Path), listed.Info.Size)
{
    private readonly SyncDirectoryOptions? _sync = options as SyncDirectoryOptions;

    public override async Task<DirectoryFileResult> RunAsync(CancellationToken cancellationToken)
    {
        string path = target.Enter(listed.Path);
        bool isFolder = Directory.Exists(path);
        if (listed.IsMarker)
        {
            return isFolder ? Skipped("the folder is there") : MakeFolder(path);
        }

        if (isFolder)
        {
            throw new IOException($"'{path}' is a folder, so it cannot be a file.");
        }

        var file = new FileInfo(path);
        if (file.Exists && await ReasonToKeepAsync(file, cancellationToken).ConfigureAwait(false) is { } reason)
        {
            return Skipped(reason);
        }

        return _sync is { DryRun: true } ? End(DirectoryFileOutcome.Downloaded, Size) : await DownloadAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<string?> ReasonToKeepAsync(FileInfo file, CancellationToken cancellationToken)
    {
        if (options is DownloadDirectoryOptions { Overwrite: false })
        {
            return "the file is there";
        }

        // A link is replaced by the file, and what it leads to is nobody's business here.
        bool isUnchanged = _sync is not null && file.LinkTarget is null && await FileComparison.AreSameAsync(
            LocalFile.Of(Path, file, file), listed.Info, _sync.Comparison, SyncDirection.BucketToFolder, cancellationToken).ConfigureAwait(false);
        return isUnchanged ? "it is unchanged" : null;
    }

    private DirectoryFileResult MakeFolder(string path)
    {
        if (_sync is not { DryRun: true })
        {
            Directory.CreateDirectory(path);
        }

        return End(DirectoryFileOutcome.Downloaded, 0);
    }

    private async Task<DirectoryFileResult> DownloadAsync(string path, CancellationToken cancellationToken)
    {
        var download = new DownloadFileOptions
        {
            Priority = options.Priority,
            Timeout = options.Timeout,
            EndpointSelectionStrategy = options.EndpointSelectionStrategy,
            Endpoint = options.Endpoint,
            Overwrite = options is not DownloadDirectoryOptions { Overwrite: false },
        };
        DownloadFileResult result = await context.Store.DownloadFileAsync(context.Bucket, Key, path, download, cancellationToken).ConfigureAwait(false);
        if (result.Info.LastModified is { } modified)
        {
            // What a later synchronisation by time goes by.
            File.SetLastWriteTimeUtc(path, modified.UtcDateTime);
        }

        return End(DirectoryFileOutcome.Downloaded, result.Size);
    }
}
