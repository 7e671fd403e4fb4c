namespace S3Kit;

/// <summary>When a file and an object count as the same. Their sizes must be equal in any case.</summary>
public enum SyncComparison
{
    /// <summary>
    /// By content where the store tells it: the ETag of an object that was stored in one request is its MD5, and the file is read to compute its own. For other
    /// ETags (multipart uploads) as <see cref="Time"/>.
    /// </summary>
    Content,

    /// <summary>
    /// By time: towards the bucket, a file that was not written to after its object was stored is the same; towards the folder, one whose time of
    /// last writing is that of the object to two seconds, as downloads of folders leave it. No file is read.
    /// </summary>
    Time,
}
