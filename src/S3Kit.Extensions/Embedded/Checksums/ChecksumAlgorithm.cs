using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace S3Kit.Embedded;

/// <summary>A checksum S3 takes in a header of its own.</summary>
/// <param name="Name">The name in documents and in <c>x-amz-checksum-algorithm</c>, for instance CRC32C.</param>
/// <param name="Header">The header that carries a value.</param>
/// <param name="Element">The element that carries a value.</param>
/// <param name="Compute">The raw checksum, in network byte order.</param>
internal sealed record ChecksumAlgorithm(string Name, string Header, string Element, Func<ObjectData, byte[]> Compute)
{
    public static IReadOnlyList<ChecksumAlgorithm> All { get; } =
    [
        new("CRC32", "x-amz-checksum-crc32", "ChecksumCRC32", ComputeCrc32),
        new("CRC32C", "x-amz-checksum-crc32c", "ChecksumCRC32C", ComputeCrc32C),
        new("CRC64NVME", "x-amz-checksum-crc64nvme", "ChecksumCRC64NVME", ComputeCrc64),
        new("SHA1", "x-amz-checksum-sha1", "ChecksumSHA1", static data => ComputeHash(data, HashAlgorithmName.SHA1)),
        new("SHA256", "x-amz-checksum-sha256", "ChecksumSHA256", static data => ComputeHash(data, HashAlgorithmName.SHA256)),
    ];

    public static ChecksumAlgorithm? Named(string? name) =>
        name is null
            ? null
            : All.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw EmbeddedErrors.InvalidRequest("The checksum algorithm must be one of CRC32, CRC32C, CRC64NVME, SHA1, SHA256.");

    public string ComputeText(ObjectData data) => Convert.ToBase64String(Compute(data));

    private static byte[] ComputeHash(ObjectData data, HashAlgorithmName name)
    {
        using var hash = IncrementalHash.CreateHash(name);
        foreach (var segment in data.Segments)
        {
            hash.AppendData(segment.Span);
        }

        return hash.GetHashAndReset();
    }

    private static byte[] ComputeCrc32(ObjectData data)
    {
        var crc = new Crc32();
        foreach (var segment in data.Segments)
        {
            crc.Append(segment.Span);
        }

        // The library gives its hash in little-endian order.
        return BigEndian(crc.GetCurrentHashAsUInt32());
    }

    private static byte[] ComputeCrc32C(ObjectData data)
    {
        var crc = uint.MaxValue;
        foreach (var segment in data.Segments)
        {
            var span = segment.Span;
            for (; span.Length >= sizeof(ulong); span = span[sizeof(ulong)..])
            {
                crc = System.Numerics.BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(span));
            }

            foreach (var value in span)
            {
                crc = System.Numerics.BitOperations.Crc32C(crc, value);
            }
        }

        return BigEndian(~crc);
    }

    private static byte[] ComputeCrc64(ObjectData data)
    {
        var crc = ulong.MaxValue;
        foreach (var segment in data.Segments)
        {
            crc = Crc64Nvme.Append(crc, segment.Span);
        }

        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ~crc);
        return bytes;
    }

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
