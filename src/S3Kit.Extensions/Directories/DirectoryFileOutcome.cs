namespace S3Kit;

/// <summary>What became of a file. In a dry run: what would have.</summary>
public enum DirectoryFileOutcome
{
    /// <summary>It was uploaded.</summary>
    Uploaded,

    /// <summary>It was downloaded, or the folder that a marker stands for was made.</summary>
    Downloaded,

    /// <summary>Nothing was done; <see cref="DirectoryFileResult.Reason"/> says why.</summary>
    Skipped,

    /// <summary>The source does not have it, and it was deleted.</summary>
    Deleted,

    /// <summary>It failed; <see cref="DirectoryFileResult.Error"/> says how. What was there before is still there.</summary>
    Failed,

    /// <summary>It was not begun, because another file had failed before.</summary>
    NotStarted,
}
