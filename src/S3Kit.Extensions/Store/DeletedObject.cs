namespace S3Kit;

/// <summary>An object that was deleted with others.</summary>
public sealed record DeletedObject
{
    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The version that was to be deleted; <see langword="null"/> when none was named.</summary>
    public string? VersionId { get; init; }

    /// <summary>Whether a delete marker was made or removed; only in a versioned bucket.</summary>
    public bool DeleteMarker { get; init; }

    /// <summary>The version of that delete marker.</summary>
    public string? DeleteMarkerVersionId { get; init; }

    /// <summary>The name of the endpoint that deleted it.</summary>
    public required string Endpoint { get; init; }
}
