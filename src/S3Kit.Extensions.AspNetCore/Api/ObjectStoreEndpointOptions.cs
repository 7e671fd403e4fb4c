namespace S3Kit;

/// <summary>What <c>MapObjectStore</c> serves, and within which limits.</summary>
public sealed class ObjectStoreEndpointOptions
{
    /// <summary>
    /// The key of the <see cref="IObjectStore"/> to serve: the name of a pool or an endpoint. Default: <see langword="null"/>, the store that is
    /// injected without a key. A name that does not exist fails each request with status 500.
    /// </summary>
    public string? Store { get; set; }

    /// <summary>
    /// The most bytes of an upload; 0 or more. A larger body is answered with 413 and nothing of it is stored. Default: <see langword="null"/>,
    /// no limit. The server's own limit (30 MB in Kestrel) does not apply to these routes.
    /// </summary>
    public long? MaxUploadBytes { get; set; }

    /// <summary>Whether only the reading routes are mapped: everything else is answered with 405. Default: <see langword="false"/>.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>Whether the routes under <c>/buckets</c> are mapped. Default: <see langword="true"/>.</summary>
    public bool MapBuckets { get; set; } = true;

    /// <summary>
    /// The <c>Content-Security-Policy</c> that objects are served with. Default: <c>sandbox</c>, so that a stored page runs no scripts and
    /// reads no cookies of this origin; <see langword="null"/> sends none, which is safe only on an origin that serves nothing else.
    /// </summary>
    public string? ContentSecurityPolicy { get; set; } = "sandbox";
}
