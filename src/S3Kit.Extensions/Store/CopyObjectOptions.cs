namespace S3Kit;

/// <summary>
/// How an object is copied (S3 <c>CopyObject</c>, <c>UploadPartCopy</c>). <see cref="RequestOptions.Endpoint"/> says where the copy is made,
/// <see cref="SourceEndpoint"/> where the source is if that is another store.
/// </summary>
public record CopyObjectOptions : RequestOptions
{
    /// <summary>The version of the source; <see langword="null"/> (the default) means the current one.</summary>
    public string? SourceVersionId { get; init; }

    /// <summary>
    /// The name of the endpoint or pool where the source is, when the store that makes the copy does not have it: then the bytes go through this process,
    /// a part at a time. <see langword="null"/> (the default): the store copies by itself.
    /// </summary>
    public string? SourceEndpoint { get; init; }

    /// <summary>
    /// Whether the description of the copy (content type, disposition, encoding, language, cache control, expiry for caches, metadata) is that of the source or what is said
    /// here. Default: <see cref="CopyDirective.Copy"/>, which forbids saying any of it.
    /// </summary>
    public CopyDirective MetadataDirective { get; init; }

    /// <summary>Whether the tags of the copy are those of the source or <see cref="Tags"/>. Default: <see cref="CopyDirective.Copy"/>.</summary>
    public CopyDirective TaggingDirective { get; init; }

    /// <summary>With <see cref="CopyDirective.Replace"/>, the media type. Default: <c>application/octet-stream</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>With <see cref="CopyDirective.Replace"/>, how a browser presents the object (<c>Content-Disposition</c>). Default: not sent.</summary>
    public string? ContentDisposition { get; init; }

    /// <summary>With <see cref="CopyDirective.Replace"/>, the coding that the bytes have (<c>Content-Encoding</c>). Default: not sent.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>With <see cref="CopyDirective.Replace"/>, the language of the content (<c>Content-Language</c>). Default: not sent.</summary>
    public string? ContentLanguage { get; init; }

    /// <summary>With <see cref="CopyDirective.Replace"/>, the caching rules that readers are given (<c>Cache-Control</c>). Default: not sent.</summary>
    public string? CacheControl { get; init; }

    /// <summary>With <see cref="CopyDirective.Replace"/>, from when on caches take the object for stale (<c>Expires</c>; whole seconds). Default: not sent.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>With <see cref="CopyDirective.Replace"/>, the user metadata, as in <see cref="PutObjectOptions.Metadata"/>. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>With a <see cref="TaggingDirective"/> of <see cref="CopyDirective.Replace"/>, the tags: up to 10. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The storage class of the copy. Default: the store's own, not that of the source.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Who may access the copy beside its owner, as <c>x-amz-acl</c>. S3 never copies it from the source. Default: not sent, which in S3 means nobody.</summary>
    public CannedAcl? Acl { get; init; }

    /// <summary>How the store encrypts the copy; it never goes by the source. Default: as the destination's bucket says.</summary>
    public ServerSideEncryption? ServerSideEncryption { get; init; }

    /// <summary>The key that the source was stored with, if it was stored with a key of the caller's (SSE-C). Default: none.</summary>
    public SseCustomerKey? SourceCustomerKey { get; init; }

    /// <summary>Copies only if the source's ETag is this one, with or without quotes; otherwise <see cref="S3PreconditionFailedException"/>.</summary>
    public string? SourceIfMatch { get; init; }

    /// <summary>Copies only if the source's ETag is not this one, with or without quotes; otherwise <see cref="S3PreconditionFailedException"/>.</summary>
    public string? SourceIfNoneMatch { get; init; }

    /// <summary>Copies only if the source was changed after this time (whole seconds); otherwise <see cref="S3PreconditionFailedException"/>.</summary>
    public DateTimeOffset? SourceIfModifiedSince { get; init; }

    /// <summary>Copies only if the source was not changed after this time (whole seconds); otherwise <see cref="S3PreconditionFailedException"/>.</summary>
    public DateTimeOffset? SourceIfUnmodifiedSince { get; init; }

    /// <summary>Copies only over the object with this ETag (<c>If-Match</c>); with or without quotes.</summary>
    public string? IfMatch { get; init; }

    /// <summary>With <c>*</c>, copies only if there is no object of the destination's key (<c>If-None-Match</c>).</summary>
    public string? IfNoneMatch { get; init; }

    internal bool HasSourceConditions => SourceIfMatch is not null || SourceIfNoneMatch is not null || SourceIfModifiedSince is not null || SourceIfUnmodifiedSince is not null;

    /// <summary>The key that the copy is looked at with, if one of the caller's is needed.</summary>
    internal SseCustomerKey? CustomerKey => ServerSideEncryption as SseCustomerKey;

    internal bool HasConditions => IfMatch is not null || IfNoneMatch is not null;

    /// <summary>The description that takes the place of the source's, as a put would have it; nothing of conditions and tags.</summary>
    internal PutObjectOptions ToReplacement() => new()
    {
        Priority = Priority,
        Timeout = Timeout,
        EndpointSelectionStrategy = EndpointSelectionStrategy,
        Endpoint = Endpoint,
        ContentType = ContentType,
        ContentDisposition = ContentDisposition,
        ContentEncoding = ContentEncoding,
        ContentLanguage = ContentLanguage,
        CacheControl = CacheControl,
        Expires = Expires,
        Metadata = Metadata,
        StorageClass = StorageClass,
        Acl = Acl,
        ServerSideEncryption = ServerSideEncryption,
    };
}
