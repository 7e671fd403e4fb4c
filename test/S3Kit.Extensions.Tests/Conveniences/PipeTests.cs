using System.Buffers;
using System.IO.Pipelines;
using S3Kit.Tests.Protocol;
using S3Kit.Tests.Scripting;
using S3Kit.Tests.Transfers;

namespace S3Kit.Tests.Conveniences;

public sealed class PipeTests : EmbeddedFixture
{
    [Test]
    public async Task PutPipe_WriterCompletes_StoresAll()
    {
        byte[] bytes = PatternStream.Bytes(0, 300_000);
        var pipe = new Pipe();
        Task<PutObjectResult> put = Store.PutPipeAsync(Bucket, "key", pipe.Reader, new PutObjectOptions { ContentType = "x/y" });
        for (int i = 0; i < bytes.Length; i += 50_000)
        {
            await pipe.Writer.WriteAsync(bytes.AsMemory(i, 50_000)).AsTask().Soon();
        }

        await pipe.Writer.CompleteAsync();

        Assert.That((await put.Soon()).Size, Is.EqualTo(300_000));
        Assert.That(await Store.GetBytesAsync(Bucket, "key"), Is.EqualTo(bytes));
    }

    [Test]
    public async Task PutPipe_Done_LeavesTheReaderToItsOwner()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[] { 1, 2, 3 });
        await pipe.Writer.CompleteAsync();

        await Store.PutPipeAsync(Bucket, "key", pipe.Reader);

        // A completed reader would throw.
        Assert.That(pipe.Reader.TryRead(out ReadResult result), Is.True);
        Assert.That((result.IsCompleted, result.Buffer.Length), Is.EqualTo((true, 0)));
    }

    [Test]
    public async Task PutPipe_WriterFails_FailsAndStoresNothing()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[] { 1, 2, 3 });
        await pipe.Writer.CompleteAsync(new InvalidOperationException("It broke."));

        InvalidOperationException? error = Assert.ThrowsAsync<InvalidOperationException>(() => Store.PutPipeAsync(Bucket, "key", pipe.Reader).Soon());

        Assert.That(error!.Message, Is.EqualTo("It broke."));
        Assert.That(await Store.ExistsAsync(Bucket, "key"), Is.False);
    }

    [Test]
    public async Task PutPipe_Cancelled_IsCancelled()
    {
        var pipe = new Pipe();
        using var cancellation = new CancellationTokenSource();

        Task<PutObjectResult> put = Store.PutPipeAsync(Bucket, "key", pipe.Reader, cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        Assert.That(Assert.CatchAsync<OperationCanceledException>(() => put.Soon())!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public async Task GetPipe_Object_IsWrittenWhole()
    {
        byte[] bytes = PatternStream.Bytes(0, 300_000);
        await Store.PutBytesAsync(Bucket, "key", bytes);
        var pipe = new Pipe();

        Task<ObjectInfo> get = Store.GetPipeAsync(Bucket, "key", pipe.Writer);
        byte[] read = await ReadAsync(pipe.Reader, 300_000);

        Assert.That((await get.Soon()).Size, Is.EqualTo(300_000));
        Assert.That(read, Is.EqualTo(bytes));

        // A completed writer would throw.
        await pipe.Writer.WriteAsync(new byte[] { 1 });
    }

    [Test]
    public async Task GetPipe_ReaderIsBehind_ReadsNoFurther()
    {
        var body = new EndlessStream([]);
        using var server = new FakeServer(_ =>
        {
            HttpResponseMessage response = Replies.Empty(200);
            response.Content = new StreamContent(body);
            return response;
        });
        await using var services = FakeServices.Create(server);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 10_000, resumeWriterThreshold: 5_000));
        using var cancellation = new CancellationTokenSource();

        Task<ObjectInfo> get = services.Store().GetPipeAsync(Bucket, "key", pipe.Writer, cancellationToken: cancellation.Token);
        await ReadAsync(pipe.Reader, 20_000);
        long read = body.Position;
        await cancellation.CancelAsync();

        // It would go on for ever, did the pipe not hold it up.
        Assert.CatchAsync<OperationCanceledException>(() => get.Soon());
        Assert.That(read, Is.GreaterThanOrEqualTo(20_000).And.LessThan(20_000 + 100_000));
    }

    [Test]
    public async Task GetPipe_ReaderCompletesEarly_Ends()
    {
        var body = new EndlessStream([]);
        using var server = new FakeServer(_ =>
        {
            HttpResponseMessage response = Replies.Empty(200);
            response.Content = new StreamContent(body);
            return response;
        });
        await using var services = FakeServices.Create(server);
        var pipe = new Pipe();

        Task<ObjectInfo> get = services.Store().GetPipeAsync(Bucket, "key", pipe.Writer);
        await ReadAsync(pipe.Reader, 1);
        await pipe.Reader.CompleteAsync();

        Assert.That((await get.Soon()).Key, Is.EqualTo("key"));
    }

    [Test]
    public async Task GetPipe_BodyBreaks_FailsAndLeavesTheWriterToItsOwner()
    {
        using var server = new FakeServer(_ => Replies.Broken(200, "half", 8));
        await using var services = FakeServices.Create(server);
        var pipe = new Pipe();

        S3IntegrityException? error = Assert.ThrowsAsync<S3IntegrityException>(() => services.Store().GetPipeAsync(Bucket, "key", pipe.Writer).Soon());
        await pipe.Writer.CompleteAsync(error);

        Assert.ThrowsAsync<S3IntegrityException>(() => ReadAsync(pipe.Reader, 8));
    }

    /// <summary>Reads until that many bytes have come, and leaves what is beyond.</summary>
    private static async Task<byte[]> ReadAsync(PipeReader reader, int count)
    {
        while (true)
        {
            ReadResult result = await reader.ReadAsync().AsTask().Soon();
            if (result.Buffer.Length >= count)
            {
                byte[] bytes = result.Buffer.Slice(0, count).ToArray();
                reader.AdvanceTo(result.Buffer.GetPosition(count));
                return bytes;
            }

            Assert.That(result.IsCompleted, Is.False);
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
