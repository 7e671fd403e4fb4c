using System.Buffers.Binary;
using System.IO.Hashing;

namespace S3Kit.Checksums;

/// <summary>CRC-32.</summary>
internal sealed class Crc32Checksum : Checksum
{
    private readonly Crc32 _crc = new();

    public override void Append(ReadOnlySpan<byte> bytes) => _crc.Append(bytes);

    public override byte[] Current()
    {
        // The library gives its bytes in little-endian order.
        byte[] value = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(value, _crc.GetCurrentHashAsUInt32());
        return value;
    }
}
