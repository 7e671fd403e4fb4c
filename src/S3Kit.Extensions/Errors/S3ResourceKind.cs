namespace S3Kit;

/// <summary>What a <see cref="S3NotFoundException"/> did not find.</summary>
public enum S3ResourceKind
{
    /// <summary>The answer does not say: a bare 404, as to every HEAD request.</summary>
    Unknown,

    /// <summary>The object (<c>NoSuchKey</c>).</summary>
    Key,

    /// <summary>The bucket (<c>NoSuchBucket</c>).</summary>
    Bucket,

    /// <summary>The version of the object (<c>NoSuchVersion</c>).</summary>
    Version,

    /// <summary>The multipart upload (<c>NoSuchUpload</c>).</summary>
    Upload,

    /// <summary>A setting of the bucket, such as its policy or lifecycle rules.</summary>
    Configuration,
}
