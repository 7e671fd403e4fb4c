namespace S3Kit.AspNetCore;

/// <summary>An object in the body of a listing.</summary>
internal sealed record ListedObject(string Key, long Size, string? ETag, DateTimeOffset? LastModified, string? StorageClass)
{
    public static ListedObject From(ObjectInfo info) => new(info.Key, info.Size, info.ETag, info.LastModified, info.StorageClass);
}
