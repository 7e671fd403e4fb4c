namespace S3Kit;

/// <summary>How many objects are deleted (S3 <c>DeleteObjects</c>). What is said here holds for each request that it takes.</summary>
public record DeleteObjectsOptions : RequestOptions;
