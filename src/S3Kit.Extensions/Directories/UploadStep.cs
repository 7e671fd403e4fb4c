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

        UploadFileOptions upload = options.FileOptions?.Invoke(Path) ?? new UploadFileOptions { Priority = options.Priority, Timeout = options.Timeout, EndpointSelectionStrategy = options.EndpointSelectionStrategy, Endpoint = options.Endpoint };
        PutObjectResult result = await context.Store.UploadFileAsync(FilePath, context.Bucket, Key, upload, cancellationToken).ConfigureAwait(false);
        return End(DirectoryFileOutcome.Uploaded, result.Size);
    }
}
