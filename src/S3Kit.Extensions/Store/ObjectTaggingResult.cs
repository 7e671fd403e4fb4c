namespace S3Kit;

/// <summary>The tags that an object has after the call.</summary>
public sealed record ObjectTaggingResult
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The version that has the tags, in a versioned bucket and when the store says it.</summary>
    public string? VersionId { get; init; }

    /// <summary>The tags; names are told apart by case. Empty when there are none, never <see langword="null"/>.</summary>
    public required IReadOnlyDictionary<string, string> Tags { get; init; }

    /// <summary>The name of the endpoint that served the answer.</summary>
    public required string Endpoint { get; init; }
}
