using System.Buffers.Binary;
using System.Numerics;

namespace S3Kit.Checksums;

/// <summary>CRC-32C, which System.IO.Hashing does not have; computed by the processor where it can.</summary>
internal sealed class Crc32CChecksum : Checksum
{
    private uint _crc = uint.MaxValue;

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        uint crc = _crc;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        _crc = crc;
    }

    public override byte[] Current()
    {
        byte[] value = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(value, ~_crc);
        return value;
    }
}
