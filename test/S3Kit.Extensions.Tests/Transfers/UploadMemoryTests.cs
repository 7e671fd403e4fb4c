using System.Net;
using S3Kit.Embedded;

namespace S3Kit.Tests.Transfers;

/// <summary>However long an upload is, it holds no more buffers than it may have parts under way, and gives all of them back.</summary>
internal sealed class UploadMemoryTests
{
    private const int MiB = UploadApp.MiB;

    private UploadApp _app = null!;

    [SetUp]
    public async Task SetUp() => _app = await UploadApp.StartAsync();

    [TearDown]
    public async Task TearDown() => await _app.DisposeAsync();

    [TestCase(true)]
    [TestCase(false)]
    public async Task PutObject_ManyParts_HoldsTwo(bool canSeek)
    {
        await _app.Store.PutObjectAsync("bucket", "key", new PatternStream(52 * MiB, canSeek));

        Assert.That(_app.Buffers.Peak, Is.LessThanOrEqualTo(2 * UploadApp.PartSize));
        await _app.AssertStoredAsync("key", PatternStream.Bytes(0, 52 * MiB));
    }

    [Test]
    public async Task OpenWrite_ManyParts_HoldsTwo()
    {
        byte[] piece = PatternStream.Bytes(0, MiB);
        await using (ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key"))
        {
            for (int i = 0; i < 52; i++)
            {
                await stream.WriteAsync(piece);
            }
        }

        Assert.That(_app.Buffers.Peak, Is.LessThanOrEqualTo(2 * UploadApp.PartSize));
        _app.AssertNothingLeft();
    }

    [Test]
    public async Task OpenWrite_SmallObject_HoldsLittle()
    {
        await using (ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key"))
        {
            await stream.WriteAsync(new byte[100]);
        }

        Assert.That(_app.Buffers.Peak, Is.EqualTo(64 * 1024));
        _app.AssertNothingLeft();
    }

    [TestCase(EmbeddedOperation.CreateMultipartUpload)]
    [TestCase(EmbeddedOperation.UploadPart)]
    [TestCase(EmbeddedOperation.CompleteMultipartUpload)]
    public async Task Failure_OfAnyRequest_GivesAllBack(EmbeddedOperation operation)
    {
        _app.Break(operation, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"));

        Assert.ThrowsAsync<S3AccessDeniedException>(() => _app.Store.PutObjectAsync("bucket", "key", new PatternStream(30 * MiB, canSeek: false)));
        Assert.ThrowsAsync<S3AccessDeniedException>(async () =>
        {
            await using ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key");
            await stream.WriteAsync(new byte[30 * MiB]);
        });

        await _app.AssertNotStoredAsync("key");
    }
}
