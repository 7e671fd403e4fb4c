using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using S3Kit.Embedded;

namespace S3Kit.Tests.Transfers;

/// <summary>Objects written through a stream: what is stored, when nothing is, and who hears of it.</summary>
public sealed class ObjectWriteStreamTests
{
    private const int MiB = UploadApp.MiB;

    private UploadApp _app = null!;

    [SetUp]
    public async Task SetUp() => _app = await UploadApp.StartAsync();

    [TearDown]
    public async Task TearDown() => await _app.DisposeAsync();

    [TestCase(0, 1)]
    [TestCase(1, 1)]
    [TestCase(300_000, 7_777)]
    [TestCase(5 * MiB, MiB)]
    [TestCase((5 * MiB) + 1, 999_999)]
    [TestCase(15 * MiB, 5 * MiB)]
    [TestCase(16 * MiB, 16 * MiB)]
    public async Task DisposeAsync_AfterWrites_StoresThem(int size, int piece)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(size);
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key", new OpenWriteOptions { ContentType = "a/b", Metadata = new Dictionary<string, string> { ["x"] = "y" } });
        await using (stream)
        {
            for (int position = 0; position < size; position += piece)
            {
                await stream.WriteAsync(bytes.AsMemory(position, Math.Min(piece, size - position)));
            }

            Assert.That((stream.Position, stream.Result, stream.CanWrite), Is.EqualTo(((long)size, (PutObjectResult?)null, true)));
        }

        await _app.AssertStoredAsync("key", bytes);
        ObjectInfo head = (await _app.Store.HeadObjectAsync("bucket", "key"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((head.ContentType, head.Metadata["x"]), Is.EqualTo(("a/b", "y")));
            Assert.That(stream.Result, Is.EqualTo(new PutObjectResult { Bucket = "bucket", Key = "key", Location = stream.Result!.Location, ETag = head.ETag, Size = size, Endpoint = stream.Result.Endpoint, VersionId = stream.Result.VersionId }));
            Assert.That(head.ETag!.Contains('-', StringComparison.Ordinal), Is.EqualTo(size > 5 * MiB), "What fits into a part goes in one request.");
            Assert.That(stream.CanWrite, Is.False);
        }
    }

    [Test]
    public async Task CompleteAsync_Twice_GivesTheSameResultAndDisposingDoesNothingMore()
    {
        EmbeddedFaultRule puts = _app.Count(EmbeddedOperation.PutObject);
        await using ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");
        await stream.WriteAsync("text"u8.ToArray());

        PutObjectResult result = await stream.CompleteAsync();

        Assert.That(await stream.CompleteAsync(), Is.SameAs(result));
        await stream.DisposeAsync();
        Assert.That(puts.FiredCount, Is.EqualTo(1));
        Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.WriteAsync(new byte[1]));
    }

    [Test]
    public async Task CompleteAsync_ThenWrite_IsRefused()
    {
        await using ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");
        await stream.CompleteAsync();

        Assert.ThrowsAsync<InvalidOperationException>(async () => await stream.WriteAsync(new byte[1]));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task DisposeAsync_AfterAbort_StoresNothing(bool isLarge)
    {
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");
        await using (stream)
        {
            await stream.WriteAsync(new byte[isLarge ? 12 * MiB : 10]);
            stream.Abort();
            Assert.ThrowsAsync<InvalidOperationException>(() => stream.CompleteAsync());
        }

        await _app.AssertNotStoredAsync("key");
    }

    [Test]
    public async Task DisposeAsync_CompleteOnDisposeIsOff_StoresOnlyWhatWasCompleted()
    {
        var options = new OpenWriteOptions { CompleteOnDispose = false };
        Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
        {
            await using ObjectWriteStream broken = await _app.Store.OpenWriteAsync("bucket", "broken", options);
            await broken.WriteAsync(new byte[11 * MiB]);
            throw new InvalidTimeZoneException("The caller's own code fails.");
        });
        await using (ObjectWriteStream whole = await _app.Store.OpenWriteAsync("bucket", "whole", options))
        {
            await whole.WriteAsync("text"u8.ToArray());
            await whole.CompleteAsync();
        }

        await _app.AssertNotStoredAsync("broken");
        await _app.AssertStoredAsync("whole", "text"u8.ToArray());
    }

    [Test]
    public async Task DisposeAsync_AfterTheTokenWasCancelled_ThrowsAndStoresNothing()
    {
        using var cancellation = new CancellationTokenSource();
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key", cancellationToken: cancellation.Token);
        await stream.WriteAsync(new byte[12 * MiB], CancellationToken.None);
        await cancellation.CancelAsync();

        OperationCanceledException? error = Assert.CatchAsync<OperationCanceledException>(async () => await stream.DisposeAsync());

        Assert.That(error!.CancellationToken, Is.EqualTo(cancellation.Token));
        await _app.AssertNotStoredAsync("key");
    }

    [Test]
    public async Task WriteAsync_CancelledWhileItWaits_EndsTheObject()
    {
        EmbeddedFaultRule stall = _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.Stall());
        using var cancellation = new CancellationTokenSource();
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");

        Task write = stream.WriteAsync(new byte[30 * MiB], cancellation.Token).AsTask();
        await stall.Fired;
        await cancellation.CancelAsync();

        OperationCanceledException? error = Assert.CatchAsync<OperationCanceledException>(() => write);
        Assert.That(error!.CancellationToken, Is.EqualTo(cancellation.Token));
        Assert.CatchAsync<OperationCanceledException>(async () => await stream.WriteAsync(new byte[1]), "A gap is left: the fault stays.");
        await stream.DisposeAsync();
        await _app.AssertNotStoredAsync("key");
    }

    [Test]
    public async Task WriteAsync_APartFails_ThrowsThatAgainAndAgain()
    {
        _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), skip: 1);
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");

        S3AccessDeniedException? error = Assert.ThrowsAsync<S3AccessDeniedException>(async () => await stream.WriteAsync(new byte[50 * MiB]));

        Assert.That(Assert.ThrowsAsync<S3AccessDeniedException>(async () => await stream.WriteAsync(new byte[1])), Is.SameAs(error));
        Assert.That(Assert.ThrowsAsync<S3AccessDeniedException>(() => stream.FlushAsync()), Is.SameAs(error));
        Assert.That(Assert.ThrowsAsync<S3AccessDeniedException>(() => stream.CompleteAsync()), Is.SameAs(error));
        Assert.DoesNotThrowAsync(async () => await stream.DisposeAsync(), "The caller has been told.");
        await _app.AssertNotStoredAsync("key");
    }

    [Test]
    public async Task DisposeAsync_APartHasFailedMeanwhile_ThrowsThat()
    {
        EmbeddedFaultRule rule = _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"));
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");
        await stream.WriteAsync(new byte[(5 * MiB) + 1]);
        await rule.Fired;

        Assert.ThrowsAsync<S3AccessDeniedException>(async () => await stream.DisposeAsync());

        await _app.AssertNotStoredAsync("key");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task DisposeAsync_CompletingFails_Throws(bool isLarge)
    {
        _app.Break(isLarge ? EmbeddedOperation.CompleteMultipartUpload : EmbeddedOperation.PutObject, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"));
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");
        await stream.WriteAsync(new byte[isLarge ? 6 * MiB : 6]);

        Assert.ThrowsAsync<S3AccessDeniedException>(async () => await stream.DisposeAsync());

        Assert.That(stream.Result, Is.Null);
        await _app.AssertNotStoredAsync("key");
    }

    [TestCase(0)]
    [TestCase(10)]
    [TestCase(6 * MiB)]
    public async Task Dispose_Synchronously_AbortsAndSaysSo(int size)
    {
        EmbeddedFaultRule aborts = _app.Count(EmbeddedOperation.AbortMultipartUpload);
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");
        await stream.WriteAsync(new byte[size]);

        Assert.That(() => stream.Dispose(), Throws.InvalidOperationException.With.Message.Contains("await using"));

        if (size > 5 * MiB)
        {
            await aborts.Fired;
        }

        await stream.DisposeAsync();
        Assert.That(await _app.Store.HeadObjectAsync("bucket", "key"), Is.Null);
    }

    [Test]
    public async Task Dispose_SynchronouslyWithNothingLeftToDo_IsQuiet()
    {
        ObjectWriteStream complete = await _app.Store.OpenWriteAsync("bucket", "complete");
        await complete.CompleteAsync();
        ObjectWriteStream aborted = await _app.Store.OpenWriteAsync("bucket", "aborted");
        aborted.Abort();
        ObjectWriteStream never = await _app.Store.OpenWriteAsync("bucket", "never", new OpenWriteOptions { CompleteOnDispose = false });

        Assert.DoesNotThrow(() => complete.Dispose());
        Assert.DoesNotThrow(() => aborted.Dispose());
        Assert.DoesNotThrow(() => never.Dispose());
    }

    [Test]
    public async Task Write_Synchronously_IsTakenWhileItFits()
    {
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");
        WriteSynchronously(stream);

        Assert.That(() => stream.WriteByte(2), Throws.InstanceOf<NotSupportedException>().With.Message.Contains("WriteAsync"));

        await stream.DisposeAsync();
        await _app.AssertNotStoredAsync("key");
    }

    private static void WriteSynchronously(ObjectWriteStream stream)
    {
        stream.Write(new byte[3 * MiB]);
        stream.WriteByte(1);
        stream.Flush();
        stream.Write(new byte[(2 * MiB) - 1], 0, (2 * MiB) - 1);
    }

    [Test]
    public async Task FlushAsync_AfterAFullPart_MakesRoomForSynchronousWrites()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes((10 * MiB) + 5);
        await using (ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key"))
        {
            stream.Write(bytes.AsSpan(0, 5 * MiB));
            await stream.FlushAsync();
            await stream.WriteAsync(bytes.AsMemory(5 * MiB, 1));
            stream.Write(bytes.AsSpan((5 * MiB) + 1, (5 * MiB) - 1));
            await stream.WriteAsync(bytes.AsMemory(10 * MiB));
        }

        await _app.AssertStoredAsync("key", bytes);
    }

    [Test]
    public async Task WriteAsync_AsManyPartsAreUnderWayAsMayBe_WaitsForOne()
    {
        var gate = new TaskCompletionSource();
        _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.Hold(gate.Task));
        EmbeddedFaultRule second = _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.Hold(gate.Task), skip: 1);
        byte[] bytes = RandomNumberGenerator.GetBytes(22 * MiB);
        await using (ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key"))
        {
            Task write = stream.WriteAsync(bytes).AsTask();
            await second.Fired;

            Assert.That((write.IsCompleted, stream.Position), Is.EqualTo((false, 10L * MiB)), "Two parts are under way, the third has no buffer.");
            gate.SetResult();
            await write;
        }

        Assert.That(_app.Buffers.Peak, Is.LessThanOrEqualTo(2 * UploadApp.PartSize));
        await _app.AssertStoredAsync("key", bytes);
    }

    [Test]
    public async Task WriteAsync_WhileAnotherWrites_IsRefusedAndNothingIsStored()
    {
        var gate = new TaskCompletionSource();
        EmbeddedFaultRule held = _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.Hold(gate.Task));
        await using (ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key"))
        {
            Task write = stream.WriteAsync(new byte[22 * MiB]).AsTask();
            await held.Fired;
            Assert.ThrowsAsync<InvalidOperationException>(async () => await stream.WriteAsync(new byte[1]));
            gate.SetResult();
            await write.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

            Assert.ThrowsAsync<InvalidOperationException>(async () => await stream.WriteAsync(new byte[1]), "What was refused before is missing.");
        }

        await _app.AssertNotStoredAsync("key");
    }

    [Test]
    public async Task Abort_WhileAWriteWaits_EndsIt()
    {
        EmbeddedFaultRule stall = _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.Stall());
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");
        Task write = stream.WriteAsync(new byte[30 * MiB]).AsTask();
        await stall.Fired;

        stream.Abort();

        Assert.ThrowsAsync<InvalidOperationException>(() => write);
        await stream.DisposeAsync();
        await _app.AssertNotStoredAsync("key");
    }

    [TestCase(10, 11)]
    [TestCase(10, 9)]
    [TestCase(7 * MiB, 8 * MiB)]
    [TestCase(8 * MiB, 7 * MiB)]
    public async Task ContentLength_NotKept_StoresNothing(int declared, int written)
    {
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key", new OpenWriteOptions { ContentLength = declared });

        Assert.ThrowsAsync<S3IntegrityException>(async () =>
        {
            await stream.WriteAsync(new byte[written]);
            await stream.CompleteAsync();
        });

        await stream.DisposeAsync();
        await _app.AssertNotStoredAsync("key");
    }

    [Test]
    public async Task Wrappers_OverTheStream_StoreWhatTheyWrite()
    {
        await using (ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "text.gz"))
        await using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        await using (var writer = new StreamWriter(gzip, Encoding.UTF8, leaveOpen: true))
        {
            await writer.WriteLineAsync("line");
        }

        await using (ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "json"))
        {
            await JsonSerializer.SerializeAsync(stream, new[] { 1, 2, 3 });
        }

        using var reader = new StreamReader(new GZipStream(new MemoryStream(await _app.ReadAsync("text.gz")), CompressionMode.Decompress));
        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo("line" + Environment.NewLine));
        Assert.That(Encoding.UTF8.GetString(await _app.ReadAsync("json")), Is.EqualTo("[1,2,3]"));
    }

    [Test]
    public async Task Wrappers_ThatDisposeSynchronously_AreToldSo()
    {
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");
        var writer = new StreamWriter(stream);
        await writer.WriteAsync("text");

        Assert.That(async () => await writer.DisposeAsync(), Throws.InvalidOperationException.With.Message.Contains("leaveOpen"));

        await stream.DisposeAsync();
        await _app.AssertNotStoredAsync("key");
    }

    [Test]
    public async Task Stream_OfWriting_CannotDoAnythingElse()
    {
        await using ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key", new OpenWriteOptions { CompleteOnDispose = false });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((stream.CanRead, stream.CanSeek, stream.CanWrite), Is.EqualTo((false, false, true)));
            Assert.That(() => stream.Length, Throws.InstanceOf<NotSupportedException>());
            Assert.That(() => stream.Position = 1, Throws.InstanceOf<NotSupportedException>());
            Assert.That(() => stream.Seek(0, SeekOrigin.Begin), Throws.InstanceOf<NotSupportedException>());
            Assert.That(() => stream.SetLength(0), Throws.InstanceOf<NotSupportedException>());
            Assert.That(() => stream.ReadByte(), Throws.InstanceOf<NotSupportedException>());
        }
    }

    [Test]
    public void OpenWrite_WrongArguments_AreRefusedAtOnce()
    {
        Assert.Throws<ArgumentException>(() => _ = _app.Store.OpenWriteAsync("b", "key"));
        Assert.Throws<ArgumentException>(() => _ = _app.Store.OpenWriteAsync("bucket", ""));
        Assert.Throws<ArgumentException>(() => _ = _app.Store.OpenWriteAsync("bucket", "key", new OpenWriteOptions { IfNoneMatch = "tag" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = _app.Store.OpenWriteAsync("bucket", "key", new OpenWriteOptions { ChecksumAlgorithm = (ChecksumAlgorithm)9 }));
    }
}
