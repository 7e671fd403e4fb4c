using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Encryption;

/// <summary>Downloads of what a key of the caller's protects need the key with every request that they take.</summary>
internal sealed class DownloadEncryptionTests
{
    private const int MiB = 1024 * 1024;

    private static readonly SseCustomerKey Key = SseCustomerKey.FromBytes(Enumerable.Repeat((byte)7, 32).ToArray());

    private readonly byte[] _bytes = [.. Enumerable.Range(0, 20 * MiB).Select(static i => (byte)(i * 31 / 7))];

    [TestCase(false)]
    [TestCase(true)]
    public async Task DownloadFile_InParts_IsWhole(bool resume)
    {
        await using ServiceProvider services = await CreateAsync();
        string folder = Directory.CreateTempSubdirectory("s3kit-").FullName;
        try
        {
            string file = Path.Combine(folder, "file");

            await services.Store().DownloadFileAsync("bucket", "k", file, new DownloadFileOptions { CustomerKey = Key, Resume = resume });

            Assert.That(await File.ReadAllBytesAsync(file), Is.EqualTo(_bytes));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task GetObject_BodyBreaks_GoesOnWithTheKey()
    {
        await using ServiceProvider services = await CreateAsync();
        services.GetRequiredService<EmbeddedStore>().Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.EndBodyEarly(1000), Operation = EmbeddedOperation.GetObject, Times = 1 });
        var read = new MemoryStream();

        await using (GetObjectResult got = await services.Store().GetObjectAsync("bucket", "k", new GetObjectOptions { CustomerKey = Key }))
        {
            await got.Content.CopyToAsync(read);
        }

        Assert.That(read.ToArray(), Is.EqualTo(_bytes));
    }

    [Test]
    public async Task GetObject_RangeOfNoBytes_IsRefusedBeforeItIsSent()
    {
        var server = new FakeServer(_ => Replies.Bytes(200, [1]));
        await using ServiceProvider services = FakeServices.Create(server);

        Assert.ThrowsAsync<ArgumentException>(() => services.Store().GetObjectAsync("bucket", "k", new GetObjectOptions { Range = default(ByteRange) }));

        Assert.That(server.Requests, Is.Empty);
    }

    private async Task<ServiceProvider> CreateAsync()
    {
        ServiceProvider services = MockServices.Create(options =>
        {
            options.Mock = MockMode.Always;
            options.Endpoints["only"] = new EndpointOptions { Url = "https://s3.test", AccessKey = "key", SecretKey = "secret", AddressingStyle = AddressingStyle.Path };
        });
        await services.Store().CreateBucketAsync("bucket");
        await services.Store().PutObjectAsync("bucket", "k", new MemoryStream(_bytes), new PutObjectOptions { ServerSideEncryption = Key });
        return services;
    }
}
