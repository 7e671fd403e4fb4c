namespace S3Kit;

/// <summary>A multipart upload that was too old and could not be aborted.</summary>
/// <param name="Upload">The upload.</param>
/// <param name="Error">Why.</param>
public sealed record StaleUploadFailure(MultipartUpload Upload, S3KitException Error);
