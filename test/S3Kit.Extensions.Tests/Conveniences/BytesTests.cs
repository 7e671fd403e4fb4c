using System.Buffers;
using S3Kit.Tests.Protocol;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Conveniences;

public sealed class BytesTests : EmbeddedFixture
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(300_000)]
    public async Task PutBytes_ThenGet_ReturnsThem(int count)
    {
        byte[] bytes = Transfers.PatternStream.Bytes(0, count);

        PutObjectResult put = await Store.PutBytesAsync(Bucket, "key", bytes, new PutObjectOptions { ContentType = "x/y" });

        Assert.That(put.Size, Is.EqualTo(count));
        Assert.That(await Store.GetBytesAsync(Bucket, "key"), Is.EqualTo(bytes));
        Assert.That((await Store.HeadObjectAsync(Bucket, "key"))!.ContentType, Is.EqualTo("x/y"));
    }

    [Test]
    public async Task PutBytes_PartOfAnArray_StoresThatPart()
    {
        await Store.PutBytesAsync(Bucket, "key", new byte[] { 1, 2, 3, 4, 5 }.AsMemory(1, 3));

        Assert.That(await Store.GetBytesAsync(Bucket, "key"), Is.EqualTo(new byte[] { 2, 3, 4 }));
    }

    [Test]
    public async Task PutBytes_NoMemory_StoresAnEmptyObject()
    {
        await Store.PutBytesAsync(Bucket, "key", default);

        Assert.That(await Store.GetBytesAsync(Bucket, "key"), Is.Empty);
    }

    [Test]
    public async Task PutBytes_Array_IsSentFromWhereItLies()
    {
        byte[] bytes = [1, 2, 3, 4];
        byte[]? sent = null;
        IObjectStore store = InterceptedStore.Create(Store, (method, arguments) =>
        {
            sent = method == nameof(IObjectStore.PutObjectAsync) && arguments[2] is MemoryStream stream && stream.GetType() == typeof(MemoryStream) ? stream.GetBuffer() : null;
            return null;
        });

        await store.PutBytesAsync(Bucket, "key", bytes.AsMemory(2));

        Assert.That(sent, Is.SameAs(bytes));
        Assert.That(await Store.GetBytesAsync(Bucket, "key"), Is.EqualTo(new byte[] { 3, 4 }));
    }

    [Test]
    public async Task PutBytes_MemoryThatIsNoArray_IsStored()
    {
        using var memory = new OwnMemory();

        await Store.PutBytesAsync(Bucket, "key", memory.Memory);

        Assert.That(await Store.GetBytesAsync(Bucket, "key"), Is.EqualTo(new byte[] { 7, 8, 9 }));
    }

    [Test]
    public async Task GetBytes_AsLargeAsAllowed_ReturnsThem()
    {
        await Store.PutBytesAsync(Bucket, "key", new byte[10]);
        await Store.PutBytesAsync(Bucket, "empty", default);

        Assert.That(await Store.GetBytesAsync(Bucket, "key", new ReadObjectOptions { MaxSize = 10 }), Has.Length.EqualTo(10));
        Assert.That(await Store.GetBytesAsync(Bucket, "empty", new ReadObjectOptions { MaxSize = 0 }), Is.Empty);
    }

    [Test]
    public async Task GetBytes_Range_CountsWithItsOwnSize()
    {
        await Store.PutBytesAsync(Bucket, "key", new byte[] { 1, 2, 3, 4, 5 });

        Assert.That(await Store.GetBytesAsync(Bucket, "key", new ReadObjectOptions { Range = ByteRange.Between(1, 2), MaxSize = 2 }), Is.EqualTo(new byte[] { 2, 3 }));
    }

    [Test]
    public async Task GetBytes_LargerThanAllowed_FailsBeforeTheBodyIsRead()
    {
        var body = new EndlessStream([]);
        using var server = new FakeServer(_ => Announced(body, 11));
        await using var services = FakeServices.Create(server);

        S3ObjectTooLargeException? error = Assert.ThrowsAsync<S3ObjectTooLargeException>(() => services.Store().GetBytesAsync(Bucket, "key", new ReadObjectOptions { MaxSize = 10 }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((error!.Size, error.MaxSize, error.Kind), Is.EqualTo((11, 10, S3ErrorKind.ObjectTooLarge)));
            Assert.That((error.Operation, error.Endpoint, error.Bucket, error.Key, error.IsTransient), Is.EqualTo(("GetObject", "a", Bucket, "key", false)));
            Assert.That(error.Message, Does.StartWith("GetObject of 'bucket/key' at endpoint 'a' failed: 11 bytes are more than the 10 that ReadObjectOptions.MaxSize"));
            Assert.That(body.Position, Is.Zero);
        }
    }

    [Test]
    public async Task GetBytes_LargerThanAllowedAndUnannounced_FailsWhileReading()
    {
        var body = new EndlessStream([]);
        using var server = new FakeServer(_ => Announced(body, null));
        await using var services = FakeServices.Create(server);

        S3ObjectTooLargeException? error = Assert.ThrowsAsync<S3ObjectTooLargeException>(() => services.Store().GetBytesAsync(Bucket, "key", new ReadObjectOptions { MaxSize = 200_000 }));

        Assert.That(error!.Size, Is.Null);
        Assert.That(body.Position, Is.LessThan(500_000));
    }

    [Test]
    public async Task GetBytes_UnannouncedAndSmallEnough_ReturnsAll()
    {
        byte[] bytes = Transfers.PatternStream.Bytes(0, 200_000);
        using var server = new FakeServer(_ => Announced(new MemoryStream(bytes), null));
        await using var services = FakeServices.Create(server);

        Assert.That(await services.Store().GetBytesAsync(Bucket, "key", new ReadObjectOptions { MaxSize = 200_000 }), Is.EqualTo(bytes));
    }

    [TestCase(2)]
    [TestCase(4)]
    public void GetBytes_AnyStoreOfOtherLengthThanAnnounced_IsIntegrity(int announced)
    {
        IObjectStore store = InterceptedStore.Create(null, (_, _) => Task.FromResult(new GetObjectResult(
            new ObjectInfo { Bucket = Bucket, Key = "key" }, new MemoryStream([1, 2, 3]), announced, 0)));

        Assert.ThrowsAsync<S3IntegrityException>(() => store.GetBytesAsync(Bucket, "key"));
    }

    [Test]
    public void GetBytes_ImpossibleLimit_IsRefused()
    {
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.GetBytesAsync(Bucket, "key", new ReadObjectOptions { MaxSize = -1 }));
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.GetBytesAsync(Bucket, "key", new ReadObjectOptions { MaxSize = Array.MaxLength + 1L }));
    }

    [Test]
    public void GetBytes_Missing_IsNotFound() => Assert.ThrowsAsync<S3NotFoundException>(() => Store.GetBytesAsync(Bucket, "none"));

    [Test]
    public async Task GetBytes_CancelledWhileReading_IsCancelledAndLetsGo()
    {
        var body = new StalledStream();
        using var server = new FakeServer(_ => Announced(body, 10));
        await using var services = FakeServices.Create(server);
        using var cancellation = new CancellationTokenSource();

        Task<byte[]> reading = services.Store().GetBytesAsync(Bucket, "key", cancellationToken: cancellation.Token);
        await body.Reading.Soon();
        await cancellation.CancelAsync();

        Assert.That(Assert.CatchAsync<OperationCanceledException>(() => reading.Soon())!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public async Task Exists_ObjectThereOrNot_SaysSo()
    {
        await PutAsync("there");

        Assert.That(await Store.ExistsAsync(Bucket, "there"), Is.True);
        Assert.That(await Store.ExistsAsync(Bucket, "not-there"), Is.False);
    }

    [Test]
    public async Task Exists_ServerFails_IsNoAnswer()
    {
        using var server = new FakeServer(_ => Replies.Empty(503));
        await using var services = FakeServices.Create(server);

        Assert.CatchAsync<S3KitException>(() => services.Store().ExistsAsync(Bucket, "key"));
    }

    private static HttpResponseMessage Announced(Stream body, long? length)
    {
        HttpResponseMessage response = Replies.Empty(200);
        response.Content = new StreamContent(body);
        response.Content.Headers.ContentLength = length;
        return response;
    }

    private sealed class OwnMemory : MemoryManager<byte>
    {
        private readonly byte[] _bytes = [7, 8, 9];

        public override Span<byte> GetSpan() => _bytes;

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
