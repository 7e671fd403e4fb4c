namespace S3Kit;

/// <summary>How a folder and the objects below a prefix are brought in line. <see cref="UploadDirectoryOptions.FileOptions"/> is for uploads only.</summary>
public record SyncDirectoryOptions : UploadDirectoryOptions
{
    /// <summary>How it is found out whether a file and its object are the same. Default: <see cref="SyncComparison.Content"/>.</summary>
    public SyncComparison Comparison { get; init; }

    /// <summary>
    /// Whether what the target has and the source has not is deleted: after everything was transferred, and only if nothing failed. Folders, folder markers and
    /// links stay. Default: <see langword="false"/>.
    /// </summary>
    public bool DeleteExtra { get; init; }

    /// <summary>Whether nothing is changed, and the result tells what would be. Default: <see langword="false"/>.</summary>
    public bool DryRun { get; init; }
}
