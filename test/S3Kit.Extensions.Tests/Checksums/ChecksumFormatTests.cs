using S3Kit.Checksums;

namespace S3Kit.Tests.Checksums;

public class ChecksumFormatTests
{
    // The check values that the definitions of these checksums give for "123456789".
    [TestCase(ChecksumAlgorithm.Crc32, "cbf43926")]
    [TestCase(ChecksumAlgorithm.Crc32C, "e3069283")]
    [TestCase(ChecksumAlgorithm.Crc64Nvme, "ae8b14860a799888")]
    [TestCase(ChecksumAlgorithm.Sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441")]
    [TestCase(ChecksumAlgorithm.Sha256, "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225")]
    public void Create_CheckText_GivesTheCheckValue(ChecksumAlgorithm algorithm, string expected)
    {
        ChecksumFormat format = ChecksumFormat.Of(algorithm)!;
        for (int cut = 0; cut <= 9; cut++)
        {
            using Checksum checksum = format.Create();
            checksum.Append("123456789"u8[..cut]);
            checksum.Append("123456789"u8[cut..]);

            Assert.That(Convert.ToHexStringLower(checksum.Current()), Is.EqualTo(expected), $"cut at {cut}");
            Assert.That(checksum.Current(), Has.Length.EqualTo(format.Size));
        }
    }

    [TestCaseSource(nameof(Algorithms))]
    public void Append_PiecesOfAnyLength_GiveTheChecksumOfTheWhole(ChecksumAlgorithm algorithm)
    {
        byte[] bytes = new byte[100_003];
        new Random(1).NextBytes(bytes);
        ChecksumFormat format = ChecksumFormat.Of(algorithm)!;
        string whole = format.Compute(bytes);

        using Checksum checksum = format.Create();
        for (int position = 0, length = 0; position < bytes.Length; position += length)
        {
            length = Math.Min(length + 1, bytes.Length - position);
            checksum.Append(bytes.AsSpan(position, length));
        }

        Assert.That(checksum.ToBase64(), Is.EqualTo(whole));
        bytes[77_777] ^= 1;
        Assert.That(format.Compute(bytes), Is.Not.EqualTo(whole));
    }

    [TestCaseSource(nameof(Algorithms))]
    public void Current_MoreFollows_TellsTheChecksumSoFar(ChecksumAlgorithm algorithm)
    {
        ChecksumFormat format = ChecksumFormat.Of(algorithm)!;
        using Checksum checksum = format.Create();
        checksum.Append("half"u8);

        Assert.That(checksum.ToBase64(), Is.EqualTo(format.Compute("half"u8)));
        checksum.Append("full"u8);
        Assert.That(checksum.ToBase64(), Is.EqualTo(format.Compute("halffull"u8)));
    }

    [Test]
    public void Named_NameInAnyCase_IsFound()
    {
        Assert.That(ChecksumFormat.Named("crc64nvme")!.Algorithm, Is.EqualTo(ChecksumAlgorithm.Crc64Nvme));
        Assert.That(ChecksumFormat.Named("CRC32C")!.Header, Is.EqualTo("x-amz-checksum-crc32c"));
        Assert.That(ChecksumFormat.Named("MD5"), Is.Null);
        Assert.That(ChecksumFormat.Named(null), Is.Null);
        Assert.That(ChecksumFormat.Of(ChecksumAlgorithm.None), Is.Null);
    }

    private static IEnumerable<ChecksumAlgorithm> Algorithms() => ChecksumFormat.All.Select(static format => format.Algorithm);
}
