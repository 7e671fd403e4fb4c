using Microsoft.Extensions.Time.Testing;
using S3Kit.Protocol;
using S3Kit.Tests.Transfers;

namespace S3Kit.Tests.Protocol;

/// <summary>A stream that several attempts send.</summary>
public sealed class StreamBodyTests
{
    private static readonly byte[] Bytes = PatternStream.Bytes(0, 300_000);

    [Test]
    public async Task Write_SeekableSourceOnceMore_SendsTheSame()
    {
        var body = new StreamBody(new PatternStream(300_010, canSeek: true) { Position = 10 }, 300_000);

        byte[] first = await WriteAsync(body);
        byte[] second = await WriteAsync(body);

        Assert.That(first, Is.EqualTo(PatternStream.Bytes(10, 300_000)));
        Assert.That(second, Is.EqualTo(first));
        Assert.That(body.CanReplay, Is.True);
    }

    [Test]
    public async Task CanReplay_SourceThatCannotSeek_OnlyUntilItIsBegun()
    {
        var body = new StreamBody(new PatternStream(300_000, canSeek: false), 300_000);
        Assert.That(body.CanReplay, Is.True);

        await WriteAsync(body);

        Assert.That(body.CanReplay, Is.False);
    }

    [Test]
    public async Task Write_WhileAnAttemptThatWasGivenUpStillReads_WaitsForIt()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new PatternStream(300_000, canSeek: true) { Gate = () => held.Task };
        var body = new StreamBody(source, 300_000);
        using var cancellation = new CancellationTokenSource();
        Task givenUp = WriteAsync(body, cancellation.Token);
        await cancellation.CancelAsync();

        Task<byte[]> second = WriteAsync(body);
        held.SetResult();

        Assert.That(await second, Is.EqualTo(Bytes));
        Assert.That(source.WasReadTwiceAtATime, Is.False);
        Assert.CatchAsync<OperationCanceledException>(() => givenUp);
    }

    [Test]
    public async Task Write_CancelledWhileWaiting_LeavesTheNextOneWaitingStill()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new PatternStream(300_000, canSeek: true) { Gate = () => held.Task };
        var body = new StreamBody(source, 300_000);
        using var cancellation = new CancellationTokenSource();
        Task first = WriteAsync(body, cancellation.Token);
        Task second = WriteAsync(body, cancellation.Token);
        await cancellation.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(() => second);

        Task<byte[]> third = WriteAsync(body);
        held.SetResult();

        Assert.That(await third, Is.EqualTo(Bytes));
        Assert.That(source.WasReadTwiceAtATime, Is.False);
        Assert.CatchAsync<OperationCanceledException>(() => first);
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public void Release_LeaveOpen_DecidesWhetherTheSourceIsClosed(bool leaveOpen, bool closed)
    {
        var source = new PatternStream(1, canSeek: true);

        new StreamBody(source, 1, leaveOpen).Release();

        Assert.That(source.IsDisposed, Is.EqualTo(closed));
    }

    private static async Task<byte[]> WriteAsync(StreamBody body, CancellationToken cancellationToken = default)
    {
        using var guard = new TransferGuard(new FakeTimeProvider(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), CancellationToken.None);
        var sink = new CancellableSink();
        await body.WriteAsync(sink, guard, cancellationToken);
        return sink.ToArray();
    }

    /// <summary>As a connection does, refuses what comes after the cancellation.</summary>
    private sealed class CancellableSink : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return base.WriteAsync(buffer, CancellationToken.None);
        }
    }
}
