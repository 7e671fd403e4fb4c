using System.Buffers.Binary;
using System.Security.Cryptography;
using S3Kit.Checksums;

namespace S3Kit.Tests.Checksums;

public sealed class CrcSequenceTests
{
    private static readonly int[][] Lengths = [[1], [0], [1, 1], [7, 0, 13], [1000, 1000, 1000, 999], [65536, 1], [1, 65536], [3, 100_000, 5]];

    [Test]
    public void Current_PiecesInOrder_IsTheCrcOfTheWhole(
        [Values(ChecksumAlgorithm.Crc32, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme)] ChecksumAlgorithm algorithm, [ValueSource(nameof(Lengths))] int[] lengths)
    {
        byte[] all = RandomNumberGenerator.GetBytes(lengths.Sum());
        CrcSequence sequence = CrcSequence.Of(algorithm)!;

        int offset = 0;
        foreach (int length in lengths)
        {
            sequence.Append(Crc(algorithm, all.AsSpan(offset, length)), length);
            offset += length;
        }

        Assert.That(sequence.Current, Is.EqualTo(Crc(algorithm, all)));
    }

    [Test]
    public void Current_PiecesInAnotherOrder_IsAnotherOne()
    {
        CrcSequence sequence = CrcSequence.Of(ChecksumAlgorithm.Crc32)!;
        byte[] all = [1, 2];

        sequence.Append(Crc(ChecksumAlgorithm.Crc32, all.AsSpan(1)), 1);
        sequence.Append(Crc(ChecksumAlgorithm.Crc32, all.AsSpan(0, 1)), 1);

        Assert.That(sequence.Current, Is.Not.EqualTo(Crc(ChecksumAlgorithm.Crc32, all)));
    }

    [TestCase(ChecksumAlgorithm.None)]
    [TestCase(ChecksumAlgorithm.Sha1)]
    [TestCase(ChecksumAlgorithm.Sha256)]
    public void Of_WhatIsNoCrc_IsNone(ChecksumAlgorithm algorithm) => Assert.That(CrcSequence.Of(algorithm), Is.Null);

    private static ulong Crc(ChecksumAlgorithm algorithm, ReadOnlySpan<byte> bytes)
    {
        using Checksum checksum = ChecksumFormat.Of(algorithm)!.Create();
        checksum.Append(bytes);
        byte[] value = checksum.Current();
        return value.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(value) : BinaryPrimitives.ReadUInt64BigEndian(value);
    }
}
