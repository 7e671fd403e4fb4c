namespace S3Kit;

/// <summary>How an object is stored (S3 <c>PutObject</c>).</summary>
public record PutObjectOptions : RequestOptions
{
    /// <summary>The media type, as <c>Content-Type</c>. Default: <c>application/octet-stream</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>How a browser presents the object, as <c>Content-Disposition</c> (RFC 6266). Default: not sent.</summary>
    public string? ContentDisposition { get; init; }

    /// <summary>The coding applied to the bytes, as <c>Content-Encoding</c>; the bytes are stored as they come. Default: not sent.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>The language of the content, as <c>Content-Language</c>. Default: not sent.</summary>
    public string? ContentLanguage { get; init; }

    /// <summary>The caching rules that readers are given, as <c>Cache-Control</c>. Default: not sent.</summary>
    public string? CacheControl { get; init; }

    /// <summary>
    /// User metadata, sent as <c>x-amz-meta-*</c>. Names are HTTP tokens and come back in lower case; values may hold any characters but
    /// control characters (what is not plain ASCII travels as RFC 2047 encoded words and is decoded on reading). S3 limits the sum to 2 KB.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The storage class, as <c>x-amz-storage-class</c>. Default: the store's own.</summary>
    public string? StorageClass { get; init; }

    /// <summary>From when on caches take the object for stale, as <c>Expires</c> (RFC 9111; whole seconds). The object stays. Default: not sent.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>
    /// Where a website made of the bucket redirects to instead of serving this object, as <c>x-amz-website-redirect-location</c>: a path that begins
    /// with <c>/</c>, or an address that begins with <c>http://</c> or <c>https://</c>. Default: not sent.
    /// </summary>
    public string? WebsiteRedirectLocation { get; init; }

    /// <summary>Who may access the object beside its owner, as <c>x-amz-acl</c>. Default: not sent, which in S3 means nobody.</summary>
    public CannedAcl? Acl { get; init; }

    /// <summary>
    /// Tags, as <c>x-amz-tagging</c>. S3 allows 10, names of 1 to 128 and values of up to 256 characters, of letters, digits, spaces and
    /// <c>+ - = . _ : / @</c>; names are told apart by case. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>
    /// How the store encrypts the object at rest: <see cref="SseS3"/>, <see cref="SseKms"/> or <see cref="SseCustomerKey"/>. Default: as the bucket
    /// says. A store that does not confirm it is <see cref="S3IntegrityException"/>; <see cref="PutObjectResult.ServerSideEncryption"/> tells what the store did.
    /// </summary>
    public ServerSideEncryption? ServerSideEncryption { get; init; }

    /// <summary>
    /// The number of bytes the source will yield. Needed only for a source that cannot tell its length; a source that turns out shorter or
    /// longer fails with <see cref="S3IntegrityException"/> and stores nothing.
    /// </summary>
    public long? ContentLength { get; init; }

    /// <summary>Stores only if the object's current ETag is this one (<c>If-Match</c>); with or without quotes.</summary>
    public string? IfMatch { get; init; }

    /// <summary>With <c>*</c>, stores only if no object of that key exists (<c>If-None-Match</c>).</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>
    /// A checksum that is computed while the bytes are in hand, sent with them (<c>x-amz-checksum-*</c>) and kept by stores that know it: they refuse bytes
    /// that changed on the way. Parts have one each; the object then has that of its parts' checksums (<c>COMPOSITE</c>), or with
    /// <see cref="ChecksumAlgorithm.Crc64Nvme"/> that of all its bytes (<c>FULL_OBJECT</c>). What is larger than 16 MiB then always goes in parts.
    /// Not every store takes these headers. Default: <see cref="ChecksumAlgorithm.None"/>, which sends none.
    /// </summary>
    public ChecksumAlgorithm ChecksumAlgorithm { get; init; }

    /// <summary>Hears how far the upload has come; <see langword="null"/> (the default) for nobody. See <see cref="TransferProgress"/> for when and how often.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}
