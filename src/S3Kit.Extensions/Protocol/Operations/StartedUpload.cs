namespace S3Kit.Protocol.Operations;

/// <summary>A multipart upload under way.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Endpoint">The endpoint where it began; its parts go there as long as that works.</param>
/// <param name="WantsEqualParts">Whether all its parts but the last must be of one size.</param>
internal sealed record StartedUpload(string Id, string Endpoint, bool WantsEqualParts);
