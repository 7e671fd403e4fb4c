using System.Text.Json.Serialization;
using S3Kit.Checksums;
using S3Kit.Protocol;

namespace S3Kit.Transfers;

/// <summary>What is known of a file that is downloaded in part, as it stands in the small file beside it.</summary>
internal sealed record PartialFileState
{
    public const int CurrentFormat = 1;

    /// <summary>Which form of this document it is.</summary>
    public int Format { get; init; }

    public required string Bucket { get; init; }

    public required string Key { get; init; }

    /// <summary>The state of the object that the bytes are of.</summary>
    public required string ETag { get; init; }

    public string? VersionId { get; init; }

    public required long Size { get; init; }

    /// <summary>The name of the checksum that the store told; <see langword="null"/> when it told none.</summary>
    public string? ChecksumName { get; init; }

    /// <summary>What all bytes must come to.</summary>
    public byte[]? Checksum { get; init; }

    /// <summary>The bytes that are there.</summary>
    public required IReadOnlyList<ByteSpan> Done { get; init; }

    [JsonIgnore]
    public bool IsValid => Format == CurrentFormat && Size > 0 && Done.All(span => span.First >= 0 && span.First < span.End && span.End <= Size);

    /// <summary>The state of a download that has nothing yet.</summary>
    public static PartialFileState Of(string bucket, string key, ObjectPin pin, ContentCheck? check) => new()
    {
        Format = CurrentFormat,
        Bucket = bucket,
        Key = key,
        ETag = pin.ETag!,
        VersionId = pin.VersionId,
        Size = pin.Size,
        ChecksumName = check?.Name,
        Checksum = check?.Expected,
        Done = [],
    };

    public ContentCheck? ToCheck() =>
        Checksum is null ? null
        : ChecksumName == ContentCheck.ETagName ? new ContentCheck(ContentCheck.ETagName, null, Checksum)
        : ChecksumFormat.Named(ChecksumName) is { } format ? new ContentCheck(format.Name, format, Checksum)
        : null;
}
