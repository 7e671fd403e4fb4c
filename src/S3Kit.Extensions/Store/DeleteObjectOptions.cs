namespace S3Kit;

/// <summary>What is deleted (S3 <c>DeleteObject</c>).</summary>
public record DeleteObjectOptions : RequestOptions
{
    /// <summary>The version to delete for good; <see langword="null"/> (the default) deletes the object, which in a versioned bucket leaves a delete marker.</summary>
    public string? VersionId { get; init; }

    /// <summary>
    /// Deletes only if the object's current ETag is this one (<c>If-Match</c>), with or without quotes; otherwise <see cref="S3PreconditionFailedException"/>.
    /// AWS knows it; many stores ignore it and delete.
    /// </summary>
    public string? IfMatch { get; init; }
}
