using System.Security.Cryptography;

namespace S3Kit.Checksums;

/// <summary>A checksum as S3 speaks of it.</summary>
/// <param name="Algorithm">How it is computed.</param>
/// <param name="Name">The name in documents and in <c>x-amz-checksum-algorithm</c>, for instance CRC32C.</param>
/// <param name="Header">The header that carries a value, in lower case.</param>
/// <param name="Element">The XML element that carries a value.</param>
/// <param name="Size">The length of the raw checksum in bytes.</param>
/// <param name="IsOfWhole">Whether an object of parts has the checksum of all its bytes by default; otherwise it has that of its parts' checksums.</param>
internal sealed record ChecksumFormat(ChecksumAlgorithm Algorithm, string Name, string Header, string Element, int Size, bool IsOfWhole = false)
{
    /// <summary>The value of <c>x-amz-checksum-type</c> for the checksum of all bytes.</summary>
    public const string FullObject = "FULL_OBJECT";

    /// <summary>The value of <c>x-amz-checksum-type</c> for the checksum of the parts' checksums.</summary>
    public const string Composite = "COMPOSITE";

    public static IReadOnlyList<ChecksumFormat> All { get; } =
    [
        new(ChecksumAlgorithm.Crc32, "CRC32", "x-amz-checksum-crc32", "ChecksumCRC32", sizeof(uint)),
        new(ChecksumAlgorithm.Crc32C, "CRC32C", "x-amz-checksum-crc32c", "ChecksumCRC32C", sizeof(uint)),
        new(ChecksumAlgorithm.Crc64Nvme, "CRC64NVME", "x-amz-checksum-crc64nvme", "ChecksumCRC64NVME", sizeof(ulong), IsOfWhole: true),
        new(ChecksumAlgorithm.Sha1, "SHA1", "x-amz-checksum-sha1", "ChecksumSHA1", SHA1.HashSizeInBytes),
        new(ChecksumAlgorithm.Sha256, "SHA256", "x-amz-checksum-sha256", "ChecksumSHA256", SHA256.HashSizeInBytes),
    ];

    /// <summary>What <c>x-amz-checksum-type</c> says of an object of parts.</summary>
    public string Type => IsOfWhole ? FullObject : Composite;

    /// <summary>The format of an algorithm; <see langword="null"/> for none.</summary>
    public static ChecksumFormat? Of(ChecksumAlgorithm algorithm) => All.FirstOrDefault(format => format.Algorithm == algorithm);

    /// <summary>The format of that name, in any case; <see langword="null"/> when S3 knows none.</summary>
    public static ChecksumFormat? Named(string? name) => All.FirstOrDefault(format => string.Equals(format.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A computation of this checksum, piece by piece.</summary>
    public Checksum Create() => Algorithm switch
    {
        ChecksumAlgorithm.Crc32 => new Crc32Checksum(),
        ChecksumAlgorithm.Crc32C => new Crc32CChecksum(),
        ChecksumAlgorithm.Crc64Nvme => new Crc64NvmeChecksum(),
        ChecksumAlgorithm.Sha1 => new HashChecksum(HashAlgorithmName.SHA1),
        ChecksumAlgorithm.Sha256 => new HashChecksum(HashAlgorithmName.SHA256),
        _ => throw new InvalidOperationException($"{Algorithm} cannot be computed."),
    };

    /// <summary>The checksum of some bytes, in base 64 as headers and documents have it.</summary>
    public string Compute(ReadOnlySpan<byte> bytes)
    {
        using Checksum checksum = Create();
        checksum.Append(bytes);
        return checksum.ToBase64();
    }
}
