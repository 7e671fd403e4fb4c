namespace S3Kit.Checksums;

/// <summary>
/// The CRC of a whole from the CRCs of its pieces, in their order, without looking at a byte again: the CRC so far times x to the power of the bits that follow,
/// modulo the polynomial, plus the CRC of the next piece. Holds for CRCs that begin and end with all bits inverted, as those of S3 do.
/// </summary>
internal sealed class CrcSequence
{
    private readonly ulong _polynomial;
    private readonly int _width;
    private long _knownLength;
    private ulong _knownPower;

    private CrcSequence(ulong polynomial, int width)
    {
        _polynomial = polynomial;
        _width = width;
    }

    /// <summary>The CRC of all pieces so far.</summary>
    public ulong Current { get; private set; }

    /// <summary>A sequence for an algorithm; <see langword="null"/> when it is no CRC, and so can only be computed byte by byte.</summary>
    public static CrcSequence? Of(ChecksumAlgorithm algorithm) => algorithm switch
    {
        ChecksumAlgorithm.Crc32 => new CrcSequence(0xEDB88320, 32),
        ChecksumAlgorithm.Crc32C => new CrcSequence(0x82F63B78, 32),
        ChecksumAlgorithm.Crc64Nvme => new CrcSequence(0x9A6C9329AC4BC9B5, 64),
        _ => null,
    };

    /// <summary>Takes in the next piece.</summary>
    /// <param name="crc">Its CRC.</param>
    /// <param name="length">Its length in bytes.</param>
    public void Append(ulong crc, long length)
    {
        if (length != _knownLength)
        {
            // Pieces are mostly of one length.
            _knownPower = Power(length);
            _knownLength = length;
        }

        Current = Multiply(Current, _knownPower) ^ crc;
    }

    /// <summary>x to the power of the bits in so many bytes.</summary>
    private ulong Power(long length)
    {
        // Bits are reflected: the highest is x to the power of 0.
        ulong result = 1UL << (_width - 1);
        ulong square = 1UL << (_width - 1 - 8);
        for (; length > 0; length >>= 1)
        {
            if ((length & 1) != 0)
            {
                result = Multiply(result, square);
            }

            square = Multiply(square, square);
        }

        return result;
    }

    private ulong Multiply(ulong a, ulong b)
    {
        ulong product = 0;
        for (ulong bit = 1UL << (_width - 1); bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0)
            {
                product ^= b;
            }

            b = (b & 1) != 0 ? (b >> 1) ^ _polynomial : b >> 1;
        }

        return product;
    }
}
