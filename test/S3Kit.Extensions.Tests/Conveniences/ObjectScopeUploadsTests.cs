namespace S3Kit.Tests.Conveniences;

public sealed class ObjectScopeUploadsTests : EmbeddedFixture
{
    private const int PartSize = 8 * 1024 * 1024;

    private ObjectScope Tenant => Store.Bucket(Bucket).Prefix("tenant-1/");

    [TestCase(10)]
    [TestCase(PartSize + 10)]
    public async Task OpenWrite_OfThePrefix_TellsTheRelativeKey(int size)
    {
        await using ObjectWriteStream stream = await Tenant.OpenWriteAsync("a/b", new OpenWriteOptions { ContentType = "x/y" });
        await stream.WriteAsync(new byte[size]);
        Assert.That((stream.CanWrite, stream.Position, stream.Result), Is.EqualTo((true, (long)size, (PutObjectResult?)null)));

        PutObjectResult put = await stream.CompleteAsync();

        Assert.That((put.Key, stream.Result!.Key, put.Size), Is.EqualTo(("a/b", "a/b", (long)size)));
        Assert.That((await Store.HeadObjectAsync(Bucket, "tenant-1/a/b"))!.ContentType, Is.EqualTo("x/y"));
    }

    [Test]
    public async Task OpenWrite_EveryWayToWrite_ArrivesInOrder()
    {
        await using (ObjectWriteStream stream = await Tenant.OpenWriteAsync("a"))
        {
            WriteAtOnce(stream);
            await stream.WriteAsync(new byte[] { 0, 4 }.AsMemory(1));
#pragma warning disable CA1835 // What older wrappers call.
            await stream.WriteAsync([0, 5, 0], 1, 1, CancellationToken.None);
#pragma warning restore CA1835
            await stream.FlushAsync();
        }

        Assert.That(await Store.GetBytesAsync(Bucket, "tenant-1/a"), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5 }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task OpenWrite_AbortedOrDisposedOfWithoutWaiting_StoresNothing(bool disposes)
    {
        ObjectWriteStream stream = await Tenant.OpenWriteAsync("a");
        await stream.WriteAsync(new byte[1]);

        if (disposes)
        {
            Assert.Throws<InvalidOperationException>(stream.Dispose);
        }
        else
        {
            stream.Abort();
        }

        await stream.DisposeAsync();
        Assert.That(await KeysAsync(), Is.Empty);
    }

    [Test]
    public async Task ListUploads_OfThePrefix_LeavesOutWhatCannotBeAskedFor()
    {
        List<ObjectWriteStream> open = [];
        foreach (string key in new[] { "tenant-1/a", "tenant-1/b/c", "tenant-1/../up", "tenant-10/a", "tenant-2/a" })
        {
            ObjectWriteStream stream = await Store.OpenWriteAsync(Bucket, key);
            await stream.WriteAsync(new byte[PartSize]);
            await stream.FlushAsync();
            open.Add(stream);
        }

        Assert.That(await Tenant.ListMultipartUploadsAsync().Select(upload => upload.Key).ToListAsync(), Is.EqualTo(new[] { "a", "b/c" }));
        Assert.That(await Tenant.ListMultipartUploadsAsync("b/").Select(upload => upload.Key).ToListAsync(), Is.EqualTo(new[] { "b/c" }));
        Assert.Catch<ArgumentException>(() => Tenant.ListMultipartUploadsAsync("../tenant-2/"));
        foreach (ObjectWriteStream stream in open)
        {
            stream.Abort();
            await stream.DisposeAsync();
        }
    }

    private static void WriteAtOnce(ObjectWriteStream stream)
    {
        stream.Write([1]);
        stream.Write([0, 2, 0], 1, 1);
        stream.WriteByte(3);
        stream.Flush();
    }
}
