namespace S3Kit.Checksums;

/// <summary>A checksum that is computed piece by piece, in the order of the bytes. Not safe for concurrent use.</summary>
internal abstract class Checksum : IDisposable
{
    /// <summary>Takes in what comes next.</summary>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>The raw checksum of everything so far, in network byte order; more may follow.</summary>
    public abstract byte[] Current();

    /// <summary>The checksum of everything so far in base 64, as headers and documents have it.</summary>
    public string ToBase64() => Convert.ToBase64String(Current());

    public virtual void Dispose()
    {
    }
}
