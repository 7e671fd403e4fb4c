namespace S3Kit;

/// <summary>Which multipart uploads are looked at.</summary>
public sealed record AbortStaleUploadsOptions : RequestOptions
{
    /// <summary>Only uploads of keys that begin with this; <see langword="null"/> (the default) for all.</summary>
    public string? Prefix { get; init; }
}
