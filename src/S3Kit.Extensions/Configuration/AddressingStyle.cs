namespace S3Kit;

/// <summary>Where a request names its bucket.</summary>
public enum AddressingStyle
{
    /// <summary>
    /// <see cref="VirtualHost"/> where the <see cref="EndpointProfile"/> says so (AWS and DigitalOcean), for bucket names that make a host name without dots;
    /// otherwise <see cref="Path"/>.
    /// </summary>
    Auto,

    /// <summary>As the first segment of the path: <c>https://host/bucket/key</c>.</summary>
    Path,

    /// <summary>As the first label of the host: <c>https://bucket.host/key</c>.</summary>
    VirtualHost,
}
