namespace S3Kit;

/// <summary>What became of many objects that were to be deleted: each one that was asked for is in one of the two lists, in the order in which they were given.</summary>
public sealed record DeleteObjectsResult
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>What is deleted now. What was not there before counts as deleted.</summary>
    public required IReadOnlyList<DeletedObject> Deleted { get; init; }

    /// <summary>What is not deleted, or not known to be.</summary>
    public required IReadOnlyList<DeleteObjectError> Errors { get; init; }

    /// <summary>Whether everything that was asked for is deleted.</summary>
    public bool IsComplete => Errors.Count == 0;
}
