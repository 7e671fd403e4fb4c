namespace S3Kit;

/// <summary>How a bucket is listed (S3 <c>ListObjectsV2</c>).</summary>
public record ListObjectsOptions : RequestOptions
{
    /// <summary>
    /// Groups keys that share what lies between the prefix and the next delimiter (usually <c>/</c>) into common prefixes. Default: no grouping.
    /// <see cref="IObjectStore.ListObjectsAsync"/> yields objects only; common prefixes are found in <see cref="ListObjectsPage"/>.
    /// </summary>
    public string? Delimiter { get; init; }

    /// <summary>
    /// The most entries to return: of <see cref="IObjectStore.ListObjectsPageAsync"/> in one page (1 to 1,000; default 1,000), of
    /// <see cref="IObjectStore.ListObjectsAsync"/> in all (default: no limit).
    /// </summary>
    public int? MaxKeys { get; init; }

    /// <summary>Lists only keys after this one, in UTF-8 byte order. Ignored when a <see cref="ContinuationToken"/> is given.</summary>
    public string? StartAfter { get; init; }

    /// <summary>The <see cref="ListObjectsPage.NextContinuationToken"/> of the page before; <see langword="null"/> (the default) starts at the beginning.</summary>
    public string? ContinuationToken { get; init; }
}
