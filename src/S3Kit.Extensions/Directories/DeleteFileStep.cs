namespace S3Kit.Directories;

/// <summary>Deletes a file that the bucket has no object for.</summary>
internal sealed class DeleteFileStep(DirectoryContext context, TargetFolder target, LocalFile file, SyncDirectoryOptions options)
    : DirectoryStep(file.Path, context.KeyOf(file.Path), file.FullPath, file.Size)
{
    public override bool HasBytes => false;

    public override Task<DirectoryFileResult> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = target.Enter(file.Path);
        if (!options.DryRun)
        {
            File.Delete(path);
        }

        return Task.FromResult(End(DirectoryFileOutcome.Deleted, Size));
    }
}
