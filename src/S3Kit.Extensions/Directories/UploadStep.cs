namespace S3Kit.Directories;

/// <summary>Uploads a file, unless there is a reason not to.</summary>
internal sealed class UploadStep(DirectoryContext context, LocalFile file, UploadDirectoryOptions options, ObjectInfo? existing)
    : DirectoryStep(file.Path, context.KeyOf(file.Path), file.FullPath, file.Size)
{
    public override async Task<DirectoryFileResult> RunAsync(CancellationToken cancellationToken)
    {
        // It may have become a link since the folder was looked through.
        if (options.SymbolicLinks == SymbolicLinkHandling.Skip && new FileInfo(FilePath).LinkTarget is not null)
        {
            return Skipped("it is a symbolic link");
        }

        if (Size == 0 && !FileKind.IsRegular(file.RealPath))
        {
            return Skipped("it is no regular file");
        }

        var sync = options as SyncDirectoryOptions;
        if (existing is not null && sync is not null
            && await FileComparison.AreSameAsync(file, existing, sync.Comparison, SyncDirection.FolderToBucket, cancellationToken).ConfigureAwait(false))
        {
            return Skipped("it is unchanged");
        }

        if (sync is { DryRun: true })
        {
            return End(DirectoryFileOutcome.Uploaded, Size);
        }

        PutObjectResult result = await context.Store.UploadFileAsync(FilePath, context.Bucket, Key, UploadOptions(), cancellationToken).ConfigureAwait(false);
        return End(DirectoryFileOutcome.Uploaded, result.Size);
    }

    // What is said of a file's content must not send it elsewhere than the listing and the deletions of the same run.
    private UploadFileOptions UploadOptions()
    {
        UploadFileOptions own = options.FileOptions?.Invoke(Path) ?? new UploadFileOptions();
        return own with
        {
            Priority = own.Priority == RequestPriority.Normal ? options.Priority : own.Priority,
            Timeout = own.Timeout ?? options.Timeout,
            EndpointSelectionStrategy = own.EndpointSelectionStrategy ?? options.EndpointSelectionStrategy,
            Endpoint = own.Endpoint ?? options.Endpoint,
        };
    }
}
