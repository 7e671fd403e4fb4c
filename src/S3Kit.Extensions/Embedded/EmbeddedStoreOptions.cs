namespace S3Kit.Embedded;

/// <summary>How the embedded store differs from AWS's defaults, where real servers differ from each other.</summary>
internal sealed class EmbeddedStoreOptions
{
    /// <summary>The region requests must be signed for; null accepts every region.</summary>
    public string? Region { get; init; }

    /// <summary>Whether creating a bucket one owns already is 409 BucketAlreadyOwnedByYou (as in most regions) or 200 (us-east-1, Ceph).</summary>
    public bool RecreatingOwnBucketConflicts { get; init; } = true;

    /// <summary>The least length of a part that is not the last, in bytes. S3's is 5 MiB; tests set less to stay small.</summary>
    public long MinimumPartSize { get; init; } = 5 * 1024 * 1024;

    /// <summary>Whether the conditions of copies, on their source and on their destination, are ignored, as Ceph up to 17 and moto do.</summary>
    public bool IgnoresCopyConditions { get; init; }

    /// <summary>
    /// Whether tags that come with a copy or with the beginning of an upload in parts are lost, as with Ceph up to 17: a copy has the source's tags when it has the source's
    /// description, and none otherwise.
    /// </summary>
    public bool LosesTagsOfCopies { get; init; }
}
