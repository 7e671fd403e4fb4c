namespace S3Kit.Embedded;

/// <summary>One part of an upload. A part sent again replaces the one of its number.</summary>
internal sealed record UploadedPart(int Number, ObjectData Data, ReadOnlyMemory<byte> Md5, DateTimeOffset LastModified, ObjectChecksum? Checksum)
{
    /// <summary>Without quotes.</summary>
    public string ETag { get; } = Convert.ToHexStringLower(Md5.Span);

    public string QuotedETag => $"\"{ETag}\"";
}
