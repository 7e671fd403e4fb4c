using System.Security.Cryptography;

namespace S3Kit.Checksums;

/// <summary>A cryptographic hash as a checksum.</summary>
internal sealed class HashChecksum(HashAlgorithmName name) : Checksum
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(name);

    public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public override byte[] Current() => _hash.GetCurrentHash();

    public override void Dispose()
    {
        _hash.Dispose();
        base.Dispose();
    }
}
