namespace S3Kit.Embedded;

/// <summary>The CRC-64 of the NVMe specification, reflected, which is S3's default checksum and not in System.IO.Hashing.</summary>
internal static class Crc64Nvme
{
    private const ulong Polynomial = 0x9A6C9329AC4BC9B5;

    private static readonly ulong[] Table = CreateTable();

    public static ulong Append(ulong crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            crc = Table[(byte)crc ^ value] ^ (crc >> 8);
        }

        return crc;
    }

    private static ulong[] CreateTable()
    {
        var table = new ulong[256];
        for (var i = 0; i < table.Length; i++)
        {
            var entry = (ulong)i;
            for (var bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) == 0 ? entry >> 1 : (entry >> 1) ^ Polynomial;
            }

            table[i] = entry;
        }

        return table;
    }
}
