using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using S3Kit.Protocol;

namespace S3Kit.Tests.Protocol;

public sealed class MemoryBodyTests
{
    // Compared by reference alone: a message that shows arrays of this size is never done. Larger than what anything else in these tests borrows, so that what comes back is what was given.
    private const int Size = 64 * 1024 * 1024;

    [Test]
    public void Release_Twice_ReturnsTheBufferOnce()
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Size);
        var body = new MemoryBody(rented.AsMemory(0, 10), rented);

        body.Release();
        body.Release();

        byte[] first = ArrayPool<byte>.Shared.Rent(Size);
        byte[] second = ArrayPool<byte>.Shared.Rent(Size);
        Assert.That(ReferenceEquals(first, rented), Is.True, "It was returned.");
        Assert.That(ReferenceEquals(second, first), Is.False, "It was not returned twice.");
        ArrayPool<byte>.Shared.Return(first);
        ArrayPool<byte>.Shared.Return(second);
    }

    [Test]
    public void Release_WhileItIsStillWritten_KeepsTheBuffer()
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(Size);
        var body = new MemoryBody(rented.AsMemory(0, 10), rented);
        using var guard = new TransferGuard(new FakeTimeProvider(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), CancellationToken.None);
        using var blocked = new BlockedSink();
        Task writing = body.WriteAsync(blocked, guard, CancellationToken.None);

        body.Release();

        byte[] next = ArrayPool<byte>.Shared.Rent(Size);
        Assert.That(ReferenceEquals(next, rented), Is.False, "Somebody else would write into what is being sent.");
        Assert.That(writing.IsCompleted, Is.False);
        ArrayPool<byte>.Shared.Return(next);
        blocked.Gate.SetResult();
    }

    [Test]
    public void PayloadHash_Bytes_IsTheirSha256()
    {
        byte[] bytes = [1, 2, 3];

        Assert.That(new MemoryBody(bytes).PayloadHash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))));
        Assert.That(new MemoryBody(default).PayloadHash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData([]))));
    }

    private sealed class BlockedSink : MemoryStream
    {
        public TaskCompletionSource Gate { get; } = new();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await Gate.Task;
    }
}
