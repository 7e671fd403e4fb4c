namespace S3Kit;

/// <summary>How a bucket is created (S3 <c>CreateBucket</c>).</summary>
public record CreateBucketOptions : RequestOptions
{
    /// <summary>
    /// The region or placement the bucket is to live in, as <c>LocationConstraint</c>; <see langword="null"/> (the default) means the endpoint's own.
    /// <c>us-east-1</c> is expressed as S3 wants it, by sending none.
    /// </summary>
    public string? LocationConstraint { get; init; }
}
