namespace S3Kit;

/// <summary>Whose tags are read, replaced or removed (S3 <c>GetObjectTagging</c>, <c>PutObjectTagging</c>, <c>DeleteObjectTagging</c>).</summary>
public record ObjectTaggingOptions : RequestOptions
{
    /// <summary>The version; <see langword="null"/> (the default) means the current one.</summary>
    public string? VersionId { get; init; }
}
