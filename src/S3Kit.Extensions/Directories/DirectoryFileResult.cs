namespace S3Kit;

/// <summary>What became of one file.</summary>
public sealed record DirectoryFileResult
{
    /// <summary>The path relative to the folder, with <c>/</c> on every system.</summary>
    public required string Path { get; init; }

    /// <summary>The key of the object.</summary>
    public required string Key { get; init; }

    /// <summary>The full path of the file.</summary>
    public required string FilePath { get; init; }

    /// <summary>What became of it.</summary>
    public required DirectoryFileOutcome Outcome { get; init; }

    /// <summary>The size in bytes.</summary>
    public long Size { get; init; }

    /// <summary>Why it was skipped or not started; <see langword="null"/> otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>What went wrong; <see langword="null"/> unless it failed.</summary>
    public Exception? Error { get; init; }
}
