namespace S3Kit;

/// <summary>How a folder is uploaded.</summary>
public record UploadDirectoryOptions : DirectoryTransferOptions
{
    /// <summary>What is done with symbolic links and junctions in the folder. Default: <see cref="SymbolicLinkHandling.Skip"/>.</summary>
    public SymbolicLinkHandling SymbolicLinks { get; init; }

    /// <summary>
    /// How each file is stored: gets the path relative to the folder, with <c>/</c> on every system, and returns content type, metadata and so on, or
    /// <see langword="null"/> for the defaults. Priority, timeout, strategy and endpoint that it leaves at their defaults are those given here. It is called
    /// from several threads. Default: the defaults for all.
    /// </summary>
    public Func<string, UploadFileOptions?>? FileOptions { get; init; }
}
