namespace S3Kit.Embedded;

/// <summary>How the embedded store differs from AWS's defaults, where real servers differ from each other.</summary>
internal sealed class EmbeddedStoreOptions
{
    /// <summary>The region requests must be signed for; null accepts every region.</summary>
    public string? Region { get; init; }

    /// <summary>Whether creating a bucket one owns already is 409 BucketAlreadyOwnedByYou (as in most regions) or 200 (us-east-1, Ceph).</summary>
    public bool RecreatingOwnBucketConflicts { get; init; } = true;

    /// <summary>Where it behaves as other stores than AWS S3 do; nowhere by default.</summary>
    public EmbeddedQuirks Quirks { get; init; } = new();

    /// <summary>The least length of a part that is not the last, in bytes. S3's is 5 MiB; tests set less to stay small.</summary>
    public long MinimumPartSize { get; init; } = 5 * 1024 * 1024;
}
