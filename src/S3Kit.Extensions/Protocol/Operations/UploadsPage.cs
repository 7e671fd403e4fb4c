namespace S3Kit.Protocol.Operations;

/// <summary>A page of the multipart uploads of a bucket.</summary>
/// <param name="Uploads">The uploads, by key.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> when this is the last.</param>
internal sealed record UploadsPage(IReadOnlyList<MultipartUpload> Uploads, UploadsPosition? Next)
{
    /// <summary>A page whose keys may be encoded or not, which the store does not say: it is to be asked for once more, without encoding.</summary>
    public static UploadsPage Ambiguous { get; } = new([], null);
}
