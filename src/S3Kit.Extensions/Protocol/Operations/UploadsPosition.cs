namespace S3Kit.Protocol.Operations;

/// <summary>Where a listing of uploads stands. Both markers are S3's, not an endpoint's: any endpoint over the same objects goes on from them.</summary>
/// <param name="Key">The last key.</param>
/// <param name="UploadId">The last upload of that key.</param>
/// <param name="Endpoint">The endpoint that served the page.</param>
internal sealed record UploadsPosition(string Key, string UploadId, string Endpoint);
