using System.Buffers.Binary;

namespace S3Kit.Checksums;

/// <summary>The CRC-64 of the NVMe specification, reflected, which is S3's default checksum and not in System.IO.Hashing. Takes eight bytes a step.</summary>
internal sealed class Crc64NvmeChecksum : Checksum
{
    private const ulong Polynomial = 0x9A6C9329AC4BC9B5;
    private const int Slices = sizeof(ulong);
    private const int SliceLength = 256;

    // One table behind the other: the first moves a byte on by one place, the next by two, and so on.
    private static readonly ulong[] Tables = CreateTables();

    private ulong _crc = ulong.MaxValue;

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        ulong crc = _crc;
        ReadOnlySpan<ulong> tables = Tables;
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc = tables[(7 * SliceLength) + (byte)crc]
                ^ tables[(6 * SliceLength) + (byte)(crc >> 8)]
                ^ tables[(5 * SliceLength) + (byte)(crc >> 16)]
                ^ tables[(4 * SliceLength) + (byte)(crc >> 24)]
                ^ tables[(3 * SliceLength) + (byte)(crc >> 32)]
                ^ tables[(2 * SliceLength) + (byte)(crc >> 40)]
                ^ tables[SliceLength + (byte)(crc >> 48)]
                ^ tables[(byte)(crc >> 56)];
        }

        foreach (byte value in bytes)
        {
            crc = tables[(byte)crc ^ value] ^ (crc >> 8);
        }

        _crc = crc;
    }

    public override byte[] Current()
    {
        byte[] value = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(value, ~_crc);
        return value;
    }

    private static ulong[] CreateTables()
    {
        ulong[] tables = new ulong[Slices * SliceLength];
        for (int i = 0; i < SliceLength; i++)
        {
            ulong entry = (ulong)i;
            for (int bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ Polynomial;
            }

            tables[i] = entry;
        }

        for (int i = SliceLength; i < tables.Length; i++)
        {
            ulong before = tables[i - SliceLength];
            tables[i] = tables[(byte)before] ^ (before >> 8);
        }

        return tables;
    }
}
