namespace S3Kit.Directories;

/// <summary>Deletes an object that the folder has no file for.</summary>
internal sealed class DeleteObjectStep(DirectoryContext context, ListedObject listed, string filePath, SyncDirectoryOptions options)
    : DirectoryStep(listed.Path, listed.Info.Key, filePath, listed.Info.Size)
{
    public override bool HasBytes => false;

    public override async Task<DirectoryFileResult> RunAsync(CancellationToken cancellationToken)
    {
        if (!options.DryRun)
        {
            var delete = new DeleteObjectOptions { Priority = options.Priority, Timeout = options.Timeout, EndpointSelectionStrategy = options.EndpointSelectionStrategy, Endpoint = options.Endpoint };
            await context.Store.DeleteObjectAsync(context.Bucket, Key, delete, cancellationToken).ConfigureAwait(false);
        }

        return End(DirectoryFileOutcome.Deleted, Size);
    }
}
