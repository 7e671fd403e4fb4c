using S3Kit.Directories;

namespace S3Kit;

/// <summary>What became of the files of a folder.</summary>
public sealed record DirectoryTransferResult
{
    /// <summary>Every file, in the order of the paths; never <see langword="null"/>.</summary>
    public required IReadOnlyList<DirectoryFileResult> Files { get; init; }

    /// <summary>How many files were uploaded.</summary>
    public int Uploaded => Count(DirectoryFileOutcome.Uploaded);

    /// <summary>How many files were downloaded.</summary>
    public int Downloaded => Count(DirectoryFileOutcome.Downloaded);

    /// <summary>How many files were skipped.</summary>
    public int Skipped => Count(DirectoryFileOutcome.Skipped);

    /// <summary>How many files or objects were deleted.</summary>
    public int Deleted => Count(DirectoryFileOutcome.Deleted);

    /// <summary>How many files failed.</summary>
    public int Failed => Count(DirectoryFileOutcome.Failed);

    /// <summary>How many files were not begun because another had failed.</summary>
    public int NotStarted => Count(DirectoryFileOutcome.NotStarted);

    /// <summary>The bytes that were uploaded or downloaded.</summary>
    public long BytesTransferred => Files.Where(static file => file.Outcome is DirectoryFileOutcome.Uploaded or DirectoryFileOutcome.Downloaded).Sum(static file => file.Size);

    /// <summary>Whether a file failed.</summary>
    public bool HasFailures => Files.Any(static file => file.Outcome == DirectoryFileOutcome.Failed);

    /// <summary>Whether nothing was changed, and this is what would have been done.</summary>
    public bool IsDryRun { get; init; }

    internal string Operation { get; init; } = "";

    internal string Bucket { get; init; } = "";

    /// <summary>Throws if a file failed; otherwise does nothing.</summary>
    /// <exception cref="S3DirectoryTransferException">A file failed. It carries this result.</exception>
    public void ThrowIfFailed()
    {
        if (HasFailures)
        {
            throw DirectoryErrors.Failed(this);
        }
    }

    private int Count(DirectoryFileOutcome outcome) => Files.Count(file => file.Outcome == outcome);
}
