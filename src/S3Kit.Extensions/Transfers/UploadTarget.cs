using S3Kit.Protocol;

namespace S3Kit.Transfers;

/// <summary>Where an upload goes, and how it is to be stored.</summary>
internal sealed record UploadTarget(string Bucket, string Key, PutObjectOptions? Options)
{
    public bool IsConditional => Options?.IfMatch is not null || Options?.IfNoneMatch is not null;

    /// <summary>What errors that are found before anything is sent are about.</summary>
    public S3ErrorContext Context => new("PutObject", Options?.Endpoint, Bucket, Key);
}
