namespace S3Kit;

/// <summary>How an object is downloaded to a file.</summary>
public record DownloadFileOptions : GetObjectOptions
{
    /// <summary>Whether an existing file is replaced (atomically, once the download is complete). Default: <see langword="true"/>.</summary>
    public bool Overwrite { get; init; } = true;

    /// <summary>
    /// Whether a download that fails leaves what has arrived, for the next one to go on with: <c>NAME.s3kit-part</c> and <c>NAME.s3kit-part.json</c> beside the
    /// file. The next download of the same object to the same file that sets this too asks only for the parts (<see cref="TransferOptions.DownloadPartSize"/>)
    /// that are missing, if the object's ETag is still the same, and otherwise starts anew. Survives the end of the process. Not together with a
    /// <see cref="GetObjectOptions.Range"/>. Default: <see langword="false"/>.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>Is told how far the download has come; <see langword="null"/> (the default) when nobody wants to know.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}
