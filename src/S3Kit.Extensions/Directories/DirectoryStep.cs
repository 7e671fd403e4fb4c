namespace S3Kit.Directories;

/// <summary>One file of a transfer, and what is to be done with it.</summary>
/// <param name="path">Relative to the folder, with slashes.</param>
/// <param name="key">The key of the object.</param>
/// <param name="filePath">The full path of the file.</param>
/// <param name="size">How many bytes it has, as far as is known beforehand.</param>
internal abstract class DirectoryStep(string path, string key, string filePath, long size)
{
    public string Path => path;

    public string Key => key;

    public string FilePath => filePath;

    public long Size => size;

    /// <summary>Whether its bytes count in the progress.</summary>
    public virtual bool HasBytes => true;

    public abstract Task<DirectoryFileResult> RunAsync(CancellationToken cancellationToken);

    public DirectoryFileResult Failed(Exception error) => End(DirectoryFileOutcome.Failed, size) with { Error = error };

    public DirectoryFileResult NotStarted() => End(DirectoryFileOutcome.NotStarted, size) with { Reason = "another file had failed" };

    protected DirectoryFileResult Skipped(string reason) => End(DirectoryFileOutcome.Skipped, size) with { Reason = reason };

    protected DirectoryFileResult End(DirectoryFileOutcome outcome, long bytes) =>
        new() { Path = path, Key = key, FilePath = filePath, Outcome = outcome, Size = bytes };
}
