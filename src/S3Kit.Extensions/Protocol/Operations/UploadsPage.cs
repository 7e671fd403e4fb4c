namespace S3Kit.Protocol.Operations;

/// <summary>A page of the multipart uploads of a bucket.</summary>
/// <param name="Uploads">The uploads, by key.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> when this is the last.</param>
internal sealed record UploadsPage(IReadOnlyList<MultipartUpload> Uploads, UploadsPosition? Next);
