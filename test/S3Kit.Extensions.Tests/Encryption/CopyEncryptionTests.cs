using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Encryption;

/// <summary>Copies of what a key of the caller's protects, and copies that one is to protect.</summary>
internal sealed class CopyEncryptionTests
{
    private const int MiB = 1024 * 1024;

    private static readonly SseCustomerKey Old = SseCustomerKey.FromBytes(Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly SseCustomerKey New = SseCustomerKey.FromBytes(Enumerable.Repeat((byte)2, 32).ToArray());

    [TestCase(10)]
    [TestCase(12 * MiB)]
    public async Task Copy_FromOneKeyToAnother_IsReadWithTheNewOne(int size)
    {
        await using ServiceProvider services = Create();
        IObjectStore store = await PutAsync(services, size);

        CopyObjectResult copy = await store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { SourceCustomerKey = Old, ServerSideEncryption = New });

        await using GetObjectResult got = await store.GetObjectAsync("bucket", "b", new GetObjectOptions { CustomerKey = New });
        Assert.Multiple(() =>
        {
            Assert.That(copy.Size, Is.EqualTo(size));
            Assert.That(got.ContentLength, Is.EqualTo(size));
            Assert.ThrowsAsync<S3AccessDeniedException>(() => store.HeadObjectAsync("bucket", "b", new HeadObjectOptions { CustomerKey = Old }));
        });
    }

    [Test]
    public async Task Copy_OntoItself_ChangesTheKey()
    {
        await using ServiceProvider services = Create();
        IObjectStore store = await PutAsync(services, 10);

        await store.CopyObjectAsync("bucket", "a", "bucket", "a", new CopyObjectOptions { SourceCustomerKey = Old, ServerSideEncryption = New });

        Assert.That((await store.HeadObjectAsync("bucket", "a", new HeadObjectOptions { CustomerKey = New }))!.Size, Is.EqualTo(10));
    }

    [Test]
    public async Task Copy_WithoutTheSourcesKey_CopiesNothing()
    {
        await using ServiceProvider services = Create();
        IObjectStore store = await PutAsync(services, 10);

        Assert.CatchAsync<S3KitException>(() => store.CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { SourceCustomerKey = New }));

        Assert.That(await store.HeadObjectAsync("bucket", "b"), Is.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Copy_OnlyIfAbsent_SeesWhatIsThereWhateverProtectsIt(bool isProtected)
    {
        await using ServiceProvider services = Create();
        IObjectStore store = await PutAsync(services, 10);
        await store.PutObjectAsync("bucket", "b", new MemoryStream([1]), new PutObjectOptions { ServerSideEncryption = isProtected ? New : null });

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => store.CopyObjectAsync(
            "bucket", "a", "bucket", "b", new CopyObjectOptions { SourceCustomerKey = Old, ServerSideEncryption = New, IfNoneMatch = "*" }));
    }

    [Test]
    public async Task Move_FromOneKeyToAnother_LeavesTheCopyOnly()
    {
        await using ServiceProvider services = Create();
        IObjectStore store = await PutAsync(services, 10);

        await store.MoveObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { SourceCustomerKey = Old, ServerSideEncryption = New });

        Assert.That(await store.HeadObjectAsync("bucket", "a", new HeadObjectOptions { CustomerKey = Old }), Is.Null);
        Assert.That((await store.HeadObjectAsync("bucket", "b", new HeadObjectOptions { CustomerKey = New }))!.Size, Is.EqualTo(10));
    }

    [Test]
    public async Task Copy_KeysOverHttp_AreNotSent()
    {
        var server = new FakeServer(_ => Replies.Empty(200));
        await using ServiceProvider services = FakeServices.Create(server);

        Assert.ThrowsAsync<S3InvalidRequestException>(() => services.Store().CopyObjectAsync("bucket", "a", "bucket", "b", new CopyObjectOptions { SourceCustomerKey = Old }));

        Assert.That(server.Requests, Is.Empty);
    }

    private static ServiceProvider Create() => MockServices.Create(options =>
    {
        options.Mock = MockMode.Always;
        options.Endpoints["only"] = new EndpointOptions { Url = "https://s3.test", AccessKey = "key", SecretKey = "secret", AddressingStyle = AddressingStyle.Path };
        options.Transfers.MultipartCopyThreshold = 6 * MiB;
        options.Transfers.CopyPartSize = 5 * MiB;
    });

    private static async Task<IObjectStore> PutAsync(ServiceProvider services, int size)
    {
        IObjectStore store = services.Store();
        await store.CreateBucketAsync("bucket");
        await store.PutObjectAsync("bucket", "a", new MemoryStream(new byte[size]), new PutObjectOptions { ServerSideEncryption = Old });
        return store;
    }
}
