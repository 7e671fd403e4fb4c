using System.Collections.Frozen;

namespace S3Kit;

/// <summary>
/// What the store says of an object. A listing knows the key, size, ETag, time and storage class; the rest comes with get and head.
/// </summary>
public sealed record ObjectInfo
{
    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>The key, exactly as stored.</summary>
    public required string Key { get; init; }

    /// <summary>The size of the whole object in bytes, also when only a range of it was asked for; -1 when the endpoint did not say.</summary>
    public long Size { get; init; }

    /// <summary>The entity tag, without its quotes; <see langword="null"/> when the store sent none.</summary>
    public string? ETag { get; init; }

    /// <summary>When the object was last written; <see langword="null"/> when the store did not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The media type; <see langword="null"/> in a listing.</summary>
    public string? ContentType { get; init; }

    /// <summary>How a browser presents the object (<c>Content-Disposition</c>).</summary>
    public string? ContentDisposition { get; init; }

    /// <summary>The coding applied to the bytes (<c>Content-Encoding</c>); they are delivered as stored, never decoded.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary>The language of the content (<c>Content-Language</c>).</summary>
    public string? ContentLanguage { get; init; }

    /// <summary>The caching rules (<c>Cache-Control</c>).</summary>
    public string? CacheControl { get; init; }

    /// <summary>User metadata (<c>x-amz-meta-*</c>), names in lower case and looked up without regard to case; empty in a listing, never <see langword="null"/>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The version, in a versioned bucket.</summary>
    public string? VersionId { get; init; }

    /// <summary>The storage class, when the store says it.</summary>
    public string? StorageClass { get; init; }

    /// <summary>From when on caches take the object for stale (<c>Expires</c>); <see langword="null"/> when the store did not say, or said no date.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Where a website made of the bucket redirects to instead of serving this object.</summary>
    public string? WebsiteRedirectLocation { get; init; }

    /// <summary>How many tags the object has; <see langword="null"/> when the store does not say, as S3 does of an object without tags.</summary>
    public int? TagCount { get; init; }

    /// <summary>How the store says to have encrypted the object at rest; <see langword="null"/> when it says nothing of it.</summary>
    public ServerSideEncryptionInfo? ServerSideEncryption { get; init; }

    /// <summary>The name of the endpoint that served the answer.</summary>
    public string? Endpoint { get; init; }
}
