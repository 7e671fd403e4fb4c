namespace S3Kit.Protocol.Operations;

/// <summary>What is copied, as <c>x-amz-copy-source</c> names it.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The key.</param>
/// <param name="VersionId">The version; <see langword="null"/> for the current one.</param>
internal sealed record CopyOrigin(string Bucket, string Key, string? VersionId)
{
    /// <summary>
    /// The value of the header. Stores decode it as a form, so a plus sign is encoded too; slashes stay, since it is the first one that ends the bucket's name.
    /// </summary>
    public string Header => VersionId is null
        ? $"/{Bucket}/{S3Encoding.EncodePath(Key)}"
        : $"/{Bucket}/{S3Encoding.EncodePath(Key)}?versionId={S3Encoding.EncodeQuery(VersionId)}";
}
