using S3Kit.Checksums;

namespace S3Kit.Embedded;

/// <summary>Checksums of what the store keeps, and the names that requests give them.</summary>
internal static class ObjectDataChecksums
{
    /// <summary>The format that a request names; null when it names none.</summary>
    public static ChecksumFormat? Asked(string? name) =>
        name is null
            ? null
            : ChecksumFormat.Named(name) ?? throw EmbeddedErrors.InvalidRequest("The checksum algorithm must be one of CRC32, CRC32C, CRC64NVME, SHA1, SHA256.");

    public static string Compute(this ChecksumFormat format, ObjectData data)
    {
        using Checksum checksum = format.Create();
        foreach (ReadOnlyMemory<byte> segment in data.Segments)
        {
            checksum.Append(segment.Span);
        }

        return checksum.ToBase64();
    }
}
