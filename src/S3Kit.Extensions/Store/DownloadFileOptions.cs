namespace S3Kit;

/// <summary>How an object is downloaded to a file.</summary>
public record DownloadFileOptions : GetObjectOptions
{
    /// <summary>Whether an existing file is replaced (atomically, once the download is complete). Default: <see langword="true"/>.</summary>
    public bool Overwrite { get; init; } = true;
}
