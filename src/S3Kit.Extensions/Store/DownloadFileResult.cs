namespace S3Kit;

/// <summary>What was downloaded, and where to.</summary>
public sealed record DownloadFileResult
{
    /// <summary>What the store says of the object.</summary>
    public required ObjectInfo Info { get; init; }

    /// <summary>The full path of the file.</summary>
    public required string FilePath { get; init; }

    /// <summary>The object's address at the endpoint that served it (or under its <see cref="EndpointOptions.PublicUrl"/>), unsigned.</summary>
    public required Uri Location { get; init; }

    /// <summary>The entity tag, without its quotes.</summary>
    public string? ETag => Info.ETag;

    /// <summary>The version, in a versioned bucket.</summary>
    public string? VersionId => Info.VersionId;

    /// <summary>The number of bytes written to the file: the whole object, or the range asked for.</summary>
    public required long Size { get; init; }

    /// <summary>The name of the endpoint that served the object.</summary>
    public required string Endpoint { get; init; }
}
