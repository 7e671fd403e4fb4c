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
        if (ServerDialect.Ignores<SseCustomerKey>())
        {
            await AssertIsIgnoredAsync(size, Key, "SSE-C");
            return;
        }

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
        if (ServerDialect.Ignores<SseCustomerKey>())
        {
            await AssertIsIgnoredAsync(10, Key, "SSE-C");
            return;
        }

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
        if (ServerDialect.Ignores<SseKms>())
        {
            await AssertIsIgnoredAsync(size, new SseKms { KeyId = "testkey-1" }, "SSE-KMS");
            return;
        }

        if (ServerDialect.RefusesItsOwnKeys)
        {
            Assert.ThrowsAsync<S3InvalidRequestException>(() => PutAsync("sse-kms", content, new PutObjectOptions { ServerSideEncryption = new SseKms { KeyId = "testkey-1" } }));
            return;
        }

        var put = await PutAsync("sse-kms", content, new PutObjectOptions { ServerSideEncryption = new SseKms { KeyId = "testkey-1" } });

        var head = await Store.HeadObjectAsync(Bucket, "sse-kms", cancellationToken: Deadline);

        Assert.That(put.ServerSideEncryption, Is.EqualTo(new ServerSideEncryptionInfo { Algorithm = "aws:kms", KmsKeyId = "testkey-1" }));
        Assert.That(head!.ServerSideEncryption, Is.EqualTo(put.ServerSideEncryption));
        Assert.That(TestBytes.Sha256(await GetAsync("sse-kms")), Is.EqualTo(TestBytes.Sha256(content)));
    }

    [TestCase(1000)]
    [TestCase(Large)]
    public async Task StoreKeys_PutAndHead_AreToldOrTheirAbsenceIsFoundOut(int size)
    {
        if (ServerDialect.Ignores<SseS3>())
        {
            await AssertIsIgnoredAsync(size, new SseS3(), "SSE-S3");
            return;
        }

        if (ServerDialect.RefusesItsOwnKeys)
        {
            Assert.ThrowsAsync<S3InvalidRequestException>(() => PutAsync("sse-s3", TestBytes.Of(size), new PutObjectOptions { ServerSideEncryption = new SseS3() }));
            return;
        }

        var put = await PutAsync("sse-s3", TestBytes.Of(size), new PutObjectOptions { ServerSideEncryption = new SseS3() });

        var head = await Store.HeadObjectAsync(Bucket, "sse-s3", cancellationToken: Deadline);
        Assert.That(put.ServerSideEncryption, Is.EqualTo(new ServerSideEncryptionInfo { Algorithm = "AES256" }));
        Assert.That(head!.ServerSideEncryption, Is.EqualTo(put.ServerSideEncryption));
    }

    [Test]
    public async Task CustomerKey_CopyOfAPlainObject_IsEncryptedOrItsAbsenceIsFoundOut()
    {
        var content = TestBytes.Of(1000);
        await PutAsync("plain", content);
        var options = new CopyObjectOptions { ServerSideEncryption = Key };
        if (ServerDialect.CopiesWithoutEncryption)
        {
            var error = Assert.ThrowsAsync<S3IntegrityException>(() => Store.CopyObjectAsync(Bucket, "plain", Bucket, "copy", options, Deadline));
            Assert.That(error!.Message, Does.Contain("SSE-C").And.Contain("SourceEndpoint"));
            if (ServerDialect.Ignores<SseCustomerKey>())
            {
                return;
            }

            // As the message says: put, it is encrypted.
            options = options with { SourceEndpoint = TestServers.Gateway1 };
        }

        var copy = await Store.CopyObjectAsync(Bucket, "plain", Bucket, "copy", options, Deadline);

        Assert.That(copy.ServerSideEncryption?.UsesCustomerKey, Is.True);
        Assert.That(await GetAsync("copy", new GetObjectOptions { CustomerKey = Key }), Is.EqualTo(content));
        Assert.CatchAsync<S3KitException>(() => GetAsync("copy"));
    }

    /// <summary>What goes in one request is stored before it is found out; of what goes in parts nothing is left.</summary>
    private async Task AssertIsIgnoredAsync(int size, ServerSideEncryption encryption, string name)
    {
        var key = $"ignored {name} {size}";
        var error = Assert.ThrowsAsync<S3IntegrityException>(() => PutAsync(key, TestBytes.Of(size), new PutObjectOptions { ServerSideEncryption = encryption }));

        Assert.That(error!.Message, Does.Contain(name));
        Assert.That(await Store.HeadObjectAsync(Bucket, key, cancellationToken: Deadline), size < Large ? Is.Not.Null : Is.Null);
    }
}
