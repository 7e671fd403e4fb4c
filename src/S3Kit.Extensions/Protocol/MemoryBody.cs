using System.Buffers;

namespace S3Kit.Protocol;

/// <summary>A body in memory: hashed once, sent as often as need be.</summary>
internal sealed class MemoryBody(ReadOnlyMemory<byte> bytes, byte[]? pooled = null) : RequestBody
{
    private const int PieceSize = 128 * 1024;

    private byte[]? _pooled = pooled;
    private int _writers;

    public override long Length => bytes.Length;

    public override string PayloadHash => field ??= bytes.IsEmpty ? SigV4Signer.EmptyPayloadHash : SigV4Signer.Sha256Hex(bytes.Span);

    public override bool CanReplay => true;

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
            }
        }
        finally
        {
            Interlocked.Decrement(ref _writers);
        }
    }

    public override void Release()
    {
        // A transport that answers before the body is out may still be reading: then the buffer is left to the garbage collector.
        byte[]? rented = Interlocked.Exchange(ref _pooled, null);
        if (rented is not null && Volatile.Read(ref _writers) == 0)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
