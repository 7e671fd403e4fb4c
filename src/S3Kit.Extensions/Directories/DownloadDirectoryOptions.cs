namespace S3Kit;

/// <summary>How the objects below a prefix are downloaded into a folder.</summary>
public record DownloadDirectoryOptions : DirectoryTransferOptions
{
    /// <summary>Whether existing files are replaced (each atomically, once its download is complete); otherwise they are skipped. Default: <see langword="true"/>.</summary>
    public bool Overwrite { get; init; } = true;
}
