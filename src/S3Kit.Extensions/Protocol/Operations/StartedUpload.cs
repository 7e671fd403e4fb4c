namespace S3Kit.Protocol.Operations;

/// <summary>A multipart upload under way.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Endpoint">The endpoint where it began; its parts go there as long as that works.</param>
internal sealed record StartedUpload(string Id, string Endpoint);
