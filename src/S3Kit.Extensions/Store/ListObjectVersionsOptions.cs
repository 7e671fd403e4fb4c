namespace S3Kit;

/// <summary>How the versions in a bucket are listed (S3 <c>ListObjectVersions</c>).</summary>
public record ListObjectVersionsOptions : RequestOptions
{
    /// <summary>
    /// Groups keys that share what lies between the prefix and the next delimiter (usually <c>/</c>) into common prefixes. Default: no grouping.
    /// <see cref="IObjectStore.ListObjectVersionsAsync"/> yields versions only; common prefixes are found in <see cref="ListObjectVersionsPage"/>.
    /// </summary>
    public string? Delimiter { get; init; }

    /// <summary>
    /// The most entries to return: of <see cref="IObjectStore.ListObjectVersionsPageAsync"/> in one page (1 to 1,000; default 1,000), of
    /// <see cref="IObjectStore.ListObjectVersionsAsync"/> in all (default: no limit). A delete marker counts as any version.
    /// </summary>
    public int? MaxKeys { get; init; }

    /// <summary>
    /// Lists only what comes after this key, in UTF-8 byte order; with a <see cref="VersionIdMarker"/>, also the versions of this key that are older
    /// than that one. Ignored when a <see cref="ContinuationToken"/> is given.
    /// </summary>
    public string? KeyMarker { get; init; }

    /// <summary>The version of <see cref="KeyMarker"/> to go on behind.</summary>
    public string? VersionIdMarker { get; init; }

    /// <summary>The <see cref="ListObjectVersionsPage.NextContinuationToken"/> of the page before; <see langword="null"/> (the default) starts at the beginning.</summary>
    public string? ContinuationToken { get; init; }
}
