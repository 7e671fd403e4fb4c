using S3Kit.Checksums;
using S3Kit.Transfers;

namespace S3Kit.Protocol;

/// <summary>The bytes that go with a request. Lives as long as the operation; each attempt makes its own content from it.</summary>
internal abstract class RequestBody
{
    public static RequestBody Empty { get; } = new MemoryBody(ReadOnlyMemory<byte>.Empty);

    public abstract long Length { get; }

    /// <summary>The lower-case hexadecimal SHA-256 of the bytes, or <see cref="SigV4Signer.UnsignedPayload"/>.</summary>
    public abstract string PayloadHash { get; }

    /// <summary>Whether the bytes can be sent once more. What was never begun can always be sent.</summary>
    public abstract bool CanReplay { get; }

    /// <summary>Who counts the bytes that are sent; <see langword="null"/> when nobody does.</summary>
    public PieceProgress? Progress { get; set; }

    /// <summary>A checksum of the bytes, in base 64; <see langword="null"/> when they are not in hand before they are sent.</summary>
    public virtual string? Checksum(ChecksumFormat format) => null;

    /// <summary>The MD5 of the bytes in lower-case hexadecimal, to tell by an ETag whose they are; <see langword="null"/> when they cannot be read once more.</summary>
    public virtual ValueTask<string?> Md5Async(CancellationToken cancellationToken) => new((string?)null);

    /// <summary>Writes all the bytes, telling the guard of each piece that has moved.</summary>
    public abstract Task WriteAsync(Stream destination, TransferGuard guard, CancellationToken cancellationToken);

    /// <summary>Gives back what the body holds, once the operation has ended.</summary>
    public virtual void Release()
    {
        // An attempt that was given up may still be writing: what it moves is nobody's business any more.
        Progress = null;
    }
}
