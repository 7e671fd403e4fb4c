namespace S3Kit.IntegrationTests;

/// <summary>Encryption with keys of the caller's and of the store's key management, on gateways that allow it over http.</summary>
public sealed class EncryptionTests : StoreFixture
{
    private const int Large = 11 * 1024 * 1024;

    private static readonly SseCustomerKey Key = SseCustomerKey.FromBytes(TestBytes.Of(32, seed: 7));
    private static readonly SseCustomerKey OtherKey = SseCustomerKey.FromBytes(TestBytes.Of(32, seed: 8));

    private protected override void Configure(S3KitOptions options)
    {
        options.Transfers.PartSize = 5 * 1024 * 1024;
        options.Transfers.MultipartThreshold = 6 * 1024 * 1024;
        foreach (var endpoint in options.Endpoints.Values)
        {
            endpoint.AllowCustomerKeysOverHttp = true;
        }
    }

    [TestCase(0)]
    [TestCase(1000)]
    [TestCase(Large)]
    public async Task CustomerKey_PutHeadGet_GivesTheBytesBack(int size)
    {
        var content = TestBytes.Of(size);
        var put = await PutAsync("sse-c", content, new PutObjectOptions { ServerSideEncryption = Key });

        var head = await Store.HeadObjectAsync(Bucket, "sse-c", new HeadObjectOptions { CustomerKey = Key }, Deadline);
        var got = await GetAsync("sse-c", new GetObjectOptions { CustomerKey = Key });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(TestBytes.Sha256(got), Is.EqualTo(TestBytes.Sha256(content)));
            Assert.That(put.ServerSideEncryption, Is.EqualTo(new ServerSideEncryptionInfo { Algorithm = "AES256", UsesCustomerKey = true }));
            Assert.That(head!.ServerSideEncryption, Is.EqualTo(put.ServerSideEncryption));
            Assert.That(head.Size, Is.EqualTo(size));
            Assert.That(put.ETag, Is.EqualTo(head.ETag).Or.Null);
        }

        if (size > 0)
        {
            var range = new GetObjectOptions { CustomerKey = Key, Range = ByteRange.Between(100, 199) };
            Assert.That(await GetAsync("sse-c", range), Is.EqualTo(content[100..200]));
        }
    }

    [Test]
    public async Task CustomerKey_MissingOrAnother_IsRefused()
    {
        await PutAsync("refused", TestBytes.Of(10), new PutObjectOptions { ServerSideEncryption = Key });

        var none = Assert.CatchAsync<S3KitException>(async () => await GetAsync("refused"));
        var head = Assert.CatchAsync<S3KitException>(async () => await Store.HeadObjectAsync(Bucket, "refused", cancellationToken: Deadline));
        var other = Assert.CatchAsync<S3KitException>(async () => await GetAsync("refused", new GetObjectOptions { CustomerKey = OtherKey }));

        Assert.That((int?[])[none!.StatusCode, head!.StatusCode, other!.StatusCode], Is.All.EqualTo(400).Or.EqualTo(403));
        Assert.That((bool[])[none.IsTransient, head.IsTransient, other.IsTransient], Is.All.False);
    }

    [Test]
    public async Task CustomerKey_EndpointDoesNotAllowIt_IsNotSent()
    {
        await using var host = await StoreHost.StartAsync(Deadline);
        using var content = new MemoryStream(TestBytes.Of(10));

        Assert.ThrowsAsync<S3InvalidRequestException>(
            async () => await host.Store.PutObjectAsync(Bucket, "never", content, new PutObjectOptions { ServerSideEncryption = Key }, Deadline));

        Assert.That(await Store.HeadObjectAsync(Bucket, "never", cancellationToken: Deadline), Is.Null);
    }

    [TestCase(1000)]
    [TestCase(Large)]
    public async Task Kms_PutHeadGet_TellsTheKey(int size)
    {
        var content = TestBytes.Of(size);
        var put = await PutAsync("sse-kms", content, new PutObjectOptions { ServerSideEncryption = new SseKms { KeyId = "testkey-1" } });

        var head = await Store.HeadObjectAsync(Bucket, "sse-kms", cancellationToken: Deadline);

        Assert.That(put.ServerSideEncryption, Is.EqualTo(new ServerSideEncryptionInfo { Algorithm = "aws:kms", KmsKeyId = "testkey-1" }));
        Assert.That(head!.ServerSideEncryption, Is.EqualTo(put.ServerSideEncryption));
        Assert.That(TestBytes.Sha256(await GetAsync("sse-kms")), Is.EqualTo(TestBytes.Sha256(content)));
    }
}
