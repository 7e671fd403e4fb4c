namespace S3Kit.AspNetCore;

/// <summary>The body of the answer to an upload.</summary>
internal sealed record StoredObject(string Bucket, string Key, long Size, string? ETag, string? VersionId, string Endpoint)
{
    public static StoredObject From(PutObjectResult result) =>
        new(result.Bucket, result.Key, result.Size, result.ETag, result.VersionId, result.Endpoint);
}
