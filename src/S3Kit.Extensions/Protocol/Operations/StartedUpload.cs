namespace S3Kit.Protocol.Operations;

/// <summary>A multipart upload under way.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Endpoint">The endpoint where it began; its parts go there as long as that works.</param>
internal sealed record StartedUpload(string Id, string Endpoint)
{
    /// <summary>Whether all its parts but the last must be of one size.</summary>
    public bool WantsEqualParts { get; init; }

    /// <summary>How the store says that it will encrypt the object. Of a caller's key the end of the upload tells nothing any more.</summary>
    public ServerSideEncryptionInfo? ServerSideEncryption { get; init; }

    /// <summary>Whether an earlier run began it: what the store said then is not known any more.</summary>
    public bool IsResumed { get; init; }
}
