namespace S3Kit.Protocol.Operations;

/// <summary>A part that the store has.</summary>
/// <param name="Number">Its number, 1 to 10,000.</param>
/// <param name="ETag">Its ETag as the store sent it, quotes and all: so it is named at the end.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Checksum">The checksum it was sent with, in base 64; <see langword="null"/> for none.</param>
internal readonly record struct UploadedPart(int Number, string ETag, long Size, string? Checksum = null)
{
    /// <summary>How the store says that it has encrypted the part; <see langword="null"/> when it says nothing.</summary>
    public ServerSideEncryptionInfo? ServerSideEncryption { get; init; }
}
