namespace S3Kit;

/// <summary>How a file is uploaded.</summary>
public record UploadFileOptions : PutObjectOptions;
