namespace S3Kit.Protocol.Operations;

/// <summary>A multipart upload under way.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Endpoint">The endpoint where it began; its parts go there as long as that works.</param>
/// <param name="WantsEqualParts">Whether all its parts but the last must be of one size.</param>
internal sealed record StartedUpload(string Id, string Endpoint, bool WantsEqualParts)
{
    /// <summary>Whether the object will have the tags that the upload began with; otherwise they must be put when it is there.</summary>
    public bool KeepsTags { get; init; } = true;

    /// <summary>How the store says that it will encrypt the object. Of a caller's key the end of the upload tells nothing any more.</summary>
    public ServerSideEncryptionInfo? ServerSideEncryption { get; init; }

    /// <summary>The store's own time when it began; <see langword="null"/> when the store does not say.</summary>
    public DateTimeOffset? Began { get; init; }
}
