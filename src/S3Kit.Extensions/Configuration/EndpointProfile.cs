namespace S3Kit;

/// <summary>
/// Whose S3 an endpoint speaks. Every store differs from AWS S3 somewhere; the profile says where, so that requests are made in the way that the store takes them and
/// what it would ignore is refused before it is sent. The page on providers lists what each profile decides.
/// </summary>
public enum EndpointProfile
{
    /// <summary>What the host name says: AWS, Google, DigitalOcean, Wasabi, Backblaze and Cloudflare are known by it, all else is <see cref="Generic"/>. The default.</summary>
    Auto,

    /// <summary>Amazon S3, and what behaves like it in everything.</summary>
    Aws,

    /// <summary>MinIO and AIStor.</summary>
    Minio,

    /// <summary>The gateway of Ceph (RGW).</summary>
    Ceph,

    /// <summary>The XML API of Google Cloud Storage with HMAC keys.</summary>
    Gcs,

    /// <summary>DigitalOcean Spaces.</summary>
    DigitalOcean,

    /// <summary>Wasabi.</summary>
    Wasabi,

    /// <summary>The S3-compatible API of Backblaze B2.</summary>
    BackblazeB2,

    /// <summary>Cloudflare R2.</summary>
    CloudflareR2,

    /// <summary>Any other store: asked in the way that most understand, with the bucket in the path.</summary>
    Generic,
}
