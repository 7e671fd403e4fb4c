using System.Buffers;

namespace S3Kit.Tests.Transfers;

/// <summary>A pool that knows how many bytes are out, and how many were at most. It hands out what is asked for, to the byte.</summary>
internal sealed class CountingBuffers : ArrayPool<byte>
{
    private readonly Lock _gate = new();

    public long Rented { get; private set; }

    public long Peak { get; private set; }

    public override byte[] Rent(int minimumLength)
    {
        lock (_gate)
        {
            Rented += minimumLength;
            Peak = Math.Max(Peak, Rented);
        }

        return new byte[minimumLength];
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        lock (_gate)
        {
            Rented -= array.Length;
        }

        // Whoever still uses it shows.
        array.AsSpan().Fill(0xDD);
    }
}
