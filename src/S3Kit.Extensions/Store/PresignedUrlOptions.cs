namespace S3Kit;

/// <summary>
/// What a presigned URL is good for. Each option belongs to certain methods; one that does not fit the method is refused. What is a header here is
/// part of the signature: whoever uses the URL must send exactly that header, and the store refuses the request otherwise.
/// </summary>
public sealed record PresignedUrlOptions
{
    /// <summary>The name of the endpoint that the URL leads to; <see langword="null"/> (the default) lets the pool's strategy choose a usable one.</summary>
    public string? Endpoint { get; init; }

    /// <summary>GET, HEAD, DELETE: the version (<c>versionId</c>). Default: the current one.</summary>
    public string? VersionId { get; init; }

    /// <summary>GET, HEAD: the <c>Content-Type</c> to answer with, instead of the stored one (<c>response-content-type</c>).</summary>
    public string? ResponseContentType { get; init; }

    /// <summary>GET, HEAD: the <c>Content-Disposition</c> to answer with (<c>response-content-disposition</c>), for instance <c>attachment; filename=q4.csv</c>.</summary>
    public string? ResponseContentDisposition { get; init; }

    /// <summary>GET, HEAD: the <c>Content-Encoding</c> to answer with (<c>response-content-encoding</c>).</summary>
    public string? ResponseContentEncoding { get; init; }

    /// <summary>GET, HEAD: the <c>Content-Language</c> to answer with (<c>response-content-language</c>).</summary>
    public string? ResponseContentLanguage { get; init; }

    /// <summary>GET, HEAD: the <c>Cache-Control</c> to answer with (<c>response-cache-control</c>).</summary>
    public string? ResponseCacheControl { get; init; }

    /// <summary>GET, HEAD: the <c>Expires</c> to answer with, in whole seconds (<c>response-expires</c>).</summary>
    public DateTimeOffset? ResponseExpires { get; init; }

    /// <summary>PUT: the <c>Content-Type</c> that must be sent. Default: any, or none.</summary>
    public string? ContentType { get; init; }

    /// <summary>PUT, and parts: the <c>Content-Length</c> that must be sent, in bytes. Default: any. It is the only bound that a URL can set to the size.</summary>
    public long? ContentLength { get; init; }

    /// <summary>PUT, and parts: the <c>Content-MD5</c> that must be sent, 16 bytes in base64 (RFC 1864). The store takes no other bytes then.</summary>
    public string? ContentMd5 { get; init; }

    /// <summary>
    /// PUT, and parts: the <c>x-amz-checksum-sha256</c> that must be sent, 32 bytes in base64. Stores that know S3's checksums take no other bytes
    /// then; the others ignore it.
    /// </summary>
    public string? ChecksumSha256 { get; init; }

    /// <summary>
    /// PUT: the user metadata that must be sent, as <c>x-amz-meta-*</c> with the names in lower case. Values are printable ASCII without spaces at
    /// their ends: others would have to be encoded by whoever sends them.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>PUT: the <c>x-amz-storage-class</c> that must be sent. Default: the store's own.</summary>
    public string? StorageClass { get; init; }

    /// <summary>PUT: with <c>*</c>, <c>If-None-Match: *</c> must be sent: the URL stores only what is not there yet.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>PUT: makes the URL that of a part of this multipart upload (S3 <c>UploadPart</c>). Given with <see cref="PartNumber"/>.</summary>
    public string? UploadId { get; init; }

    /// <summary>PUT: the number of the part, 1 to 10,000. Given with <see cref="UploadId"/>.</summary>
    public int? PartNumber { get; init; }
}
