namespace S3Kit;

/// <summary>SSE-S3: the store encrypts with keys of its own (<c>x-amz-server-side-encryption: AES256</c>). Reading needs nothing further.</summary>
public sealed record SseS3 : ServerSideEncryption;
