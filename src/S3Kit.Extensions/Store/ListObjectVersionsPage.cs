namespace S3Kit;

/// <summary>One page of a listing of versions (S3 <c>ListObjectVersions</c>).</summary>
public sealed record ListObjectVersionsPage
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The prefix that was asked for; empty when none was.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The versions and delete markers in the order of the store, which in S3 is by key and newest first within a key; never <see langword="null"/>.</summary>
    public required IReadOnlyList<ObjectVersion> Versions { get; init; }

    /// <summary>What the delimiter grouped, each ending in the delimiter; never <see langword="null"/>.</summary>
    public required IReadOnlyList<string> CommonPrefixes { get; init; }

    /// <summary>
    /// What to pass as <see cref="ListObjectVersionsOptions.ContinuationToken"/> for the next page; <see langword="null"/> on the last. It is good for
    /// every endpoint of the pool: it holds the last key and version.
    /// </summary>
    public string? NextContinuationToken { get; init; }

    /// <summary>The name of the endpoint that served the page.</summary>
    public required string Endpoint { get; init; }
}
