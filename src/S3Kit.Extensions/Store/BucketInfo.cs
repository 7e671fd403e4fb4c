namespace S3Kit;

/// <summary>A bucket, as S3 <c>ListBuckets</c> tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreationDate">When it was created; <see langword="null"/> when the store does not say.</param>
public sealed record BucketInfo(string Name, DateTimeOffset? CreationDate);
