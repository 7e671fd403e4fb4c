namespace S3Kit.Protocol;

/// <summary>The names of S3's headers, in lower case as they are signed.</summary>
internal static class S3Headers
{
    public const string ContentSha256 = "x-amz-content-sha256";
    public const string Date = "x-amz-date";
    public const string SecurityToken = "x-amz-security-token";
    public const string RequestId = "x-amz-request-id";
    public const string BucketRegion = "x-amz-bucket-region";
    public const string VersionId = "x-amz-version-id";
    public const string DeleteMarker = "x-amz-delete-marker";
    public const string StorageClass = "x-amz-storage-class";
    public const string ChecksumMode = "x-amz-checksum-mode";
    public const string ChecksumType = "x-amz-checksum-type";
    public const string Encryption = "x-amz-server-side-encryption";
    public const string CustomerEncryption = "x-amz-server-side-encryption-customer-algorithm";
    public const string Tagging = "x-amz-tagging";
    public const string TaggingCount = "x-amz-tagging-count";
    public const string CopySource = "x-amz-copy-source";
    public const string CopySourceVersionId = "x-amz-copy-source-version-id";
    public const string Acl = "x-amz-acl";
    public const string WebsiteRedirectLocation = "x-amz-website-redirect-location";
    public const string ChecksumAlgorithm = "x-amz-checksum-algorithm";
    public const string SdkChecksumAlgorithm = "x-amz-sdk-checksum-algorithm";
    public const string GoogleHash = "x-goog-hash";
    public const string GoogleStoredEncoding = "x-goog-stored-content-encoding";
    public const string GoogleStoredLength = "x-goog-stored-content-length";
    public const string MetadataPrefix = "x-amz-meta-";
    public const string AmzPrefix = "x-amz-";
}
