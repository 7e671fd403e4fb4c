using System.Buffers;
using System.Security.Cryptography;
using S3Kit.Checksums;

namespace S3Kit.Protocol;

/// <summary>A body in memory: hashed once, sent as often as need be.</summary>
internal sealed class MemoryBody(ReadOnlyMemory<byte> bytes, byte[]? pooled = null, ArrayPool<byte>? pool = null) : RequestBody
{
    private const int PieceSize = 128 * 1024;

    private byte[]? _pooled = pooled;
    private ChecksumFormat? _format;
    private string? _checksum;
    private int _writers;

    public override long Length => bytes.Length;

    public override string PayloadHash => field ??= bytes.IsEmpty ? SigV4Signer.EmptyPayloadHash : SigV4Signer.Sha256Hex(bytes.Span);

    public override bool CanReplay => true;

    public ReadOnlyMemory<byte> Bytes => bytes;

    public override string? Checksum(ChecksumFormat format)
    {
        if (_format != format)
        {
            _checksum = format.Compute(bytes.Span);
            _format = format;
        }

        return _checksum;
    }

    public string Md5()
    {
#pragma warning disable CA5351 // Not for security: it is what S3 names an object by.
        return Convert.ToHexStringLower(MD5.HashData(bytes.Span));
#pragma warning restore CA5351
    }

    public override ValueTask<string?> Md5Async(CancellationToken cancellationToken) => new(Md5());

    public override async Task WriteAsync(Stream destination, TransferGuard guard, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writers);
        try
        {
            ReadOnlyMemory<byte> rest = bytes;
            while (!rest.IsEmpty)
            {
                ReadOnlyMemory<byte> piece = rest[..Math.Min(PieceSize, rest.Length)];
                await destination.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                guard.Moved();
                rest = rest[piece.Length..];
                Progress?.MoveTo(bytes.Length - rest.Length);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _writers);
        }
    }

    public override void Release()
    {
        base.Release();

        // A transport that answers before the body is out may still be reading: then the buffer is left to the garbage collector.
        byte[]? rented = Interlocked.Exchange(ref _pooled, null);
        if (rented is not null && Volatile.Read(ref _writers) == 0)
        {
            (pool ?? ArrayPool<byte>.Shared).Return(rented);
        }
    }
}
