namespace S3Kit;

/// <summary>One page of a listing (S3 <c>ListObjectsV2</c>).</summary>
public sealed record ListObjectsPage
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The prefix that was asked for; empty when none was.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The objects, in the UTF-8 byte order of their keys; never <see langword="null"/>.</summary>
    public required IReadOnlyList<ObjectInfo> Objects { get; init; }

    /// <summary>What the delimiter grouped, each ending in the delimiter; never <see langword="null"/>.</summary>
    public required IReadOnlyList<string> CommonPrefixes { get; init; }

    /// <summary>
    /// What to pass as <see cref="ListObjectsOptions.ContinuationToken"/> for the next page; <see langword="null"/> on the last. It is good for
    /// every endpoint of the pool: when another endpoint serves the next page, the listing goes on after the last key.
    /// </summary>
    public string? NextContinuationToken { get; init; }

    /// <summary>The name of the endpoint that served the page.</summary>
    public required string Endpoint { get; init; }
}
