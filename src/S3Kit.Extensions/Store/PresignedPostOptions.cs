namespace S3Kit;

/// <summary>
/// What a presigned form accepts. Everything given here becomes a condition of the signed policy, so the store refuses a form in which it was changed
/// or left out, and one with fields that are not named here.
/// </summary>
public sealed record PresignedPostOptions
{
    /// <summary>The name of the endpoint that the form is sent to; <see langword="null"/> (the default) lets the pool's strategy choose a usable one.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The least size of the file in bytes. Default: 0.</summary>
    public long? MinContentLength { get; init; }

    /// <summary>The greatest size of the file in bytes. Default: the store's own limit, at S3 5 GiB. Set it whenever strangers upload.</summary>
    public long? MaxContentLength { get; init; }

    /// <summary>The media type that the object gets (<c>Content-Type</c>). Excludes <see cref="ContentTypePrefix"/>. Default: the store's own.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// How the media type must begin, for instance <c>image/</c>; empty allows any. The form must then have a field <c>Content-Type</c> of its own
    /// before the file, which is not among the <see cref="PresignedPost.Fields"/>. Excludes <see cref="ContentType"/>.
    /// </summary>
    public string? ContentTypePrefix { get; init; }

    /// <summary>The object's <c>Content-Disposition</c>. Default: none.</summary>
    public string? ContentDisposition { get; init; }

    /// <summary>The object's <c>Content-Encoding</c>. Default: none.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>The object's <c>Content-Language</c>. Default: none.</summary>
    public string? ContentLanguage { get; init; }

    /// <summary>The object's <c>Cache-Control</c>. Default: none.</summary>
    public string? CacheControl { get; init; }

    /// <summary>User metadata (<c>x-amz-meta-*</c>), with the same names and values as <see cref="PutObjectOptions.Metadata"/>.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The storage class (<c>x-amz-storage-class</c>). Default: the store's own.</summary>
    public string? StorageClass { get; init; }

    /// <summary>Who may read and write the object beside its owner (<c>acl</c>). Default: not said, which means nobody. Stores without ACLs refuse or ignore it.</summary>
    public CannedAcl? Acl { get; init; }

    /// <summary>The status of the answer to a successful upload: 200, 201 (with a document that names the object) or 204. Default: 204.</summary>
    public int? SuccessActionStatus { get; init; }

    /// <summary>
    /// Where the browser is sent after a successful upload, by a status 303; the store adds bucket, key and ETag to the query. An absolute http or
    /// https address. Excludes <see cref="SuccessActionStatus"/>.
    /// </summary>
    public Uri? SuccessActionRedirect { get; init; }
}
