namespace S3Kit;

/// <summary>How far the transfer of a folder is.</summary>
public sealed record DirectoryProgress
{
    /// <summary>How many files have ended: transferred, skipped, deleted or failed. At the end <see cref="FilesTotal"/>, unless the transfer stopped at a failure.</summary>
    public required int FilesDone { get; init; }

    /// <summary>How many files there are, those to be deleted included.</summary>
    public required int FilesTotal { get; init; }

    /// <summary>How many of those that have ended failed.</summary>
    public required int FilesFailed { get; init; }

    /// <summary>The bytes of the files that were transferred or skipped. At the end <see cref="BytesTotal"/>, unless something failed.</summary>
    public required long BytesDone { get; init; }

    /// <summary>The bytes of all files; corrected when a file turns out to have another size than at the beginning.</summary>
    public required long BytesTotal { get; init; }

    /// <summary>The path of the file that has just ended, relative to the folder; <see langword="null"/> at the beginning.</summary>
    public string? CurrentFile { get; init; }
}
