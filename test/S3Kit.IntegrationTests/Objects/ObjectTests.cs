namespace S3Kit.IntegrationTests;

public sealed class ObjectTests : StoreFixture
{
    [Test]
    public async Task Put_NewObject_TellsWhereAndWhat()
    {
        var content = TestBytes.Of(1234);

        var result = await PutAsync("reports/year 1.txt", content);

        var expected = new Uri($"{TestServers.Url(result.Endpoint)}/{Bucket}/reports/year%201.txt");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Bucket, Is.EqualTo(Bucket));
            Assert.That(result.Key, Is.EqualTo("reports/year 1.txt"));
            Assert.That(result.Location.AbsoluteUri, Is.EqualTo(expected.AbsoluteUri));
            Assert.That(result.ETag, Is.EqualTo(TestBytes.Md5(content)));
            Assert.That(result.Size, Is.EqualTo(1234));
            Assert.That(result.VersionId, Is.Null);
        }
    }

    [Test]
    public async Task Put_ExistingObject_ReplacesIt()
    {
        await PutAsync("replaced", TestBytes.Of(5000, seed: 1));

        await PutAsync("replaced", TestBytes.Of(10, seed: 2));

        Assert.That(await GetAsync("replaced"), Is.EqualTo(TestBytes.Of(10, seed: 2)));
    }

    [Test]
    public async Task Put_StreamNotAtItsStart_StoresFromThereAndLeavesItOpen()
    {
        using var stream = new MemoryStream(TestBytes.Of(100)) { Position = 40 };

        var result = await Store.PutObjectAsync(Bucket, "tail", stream, cancellationToken: Deadline);

        Assert.That(result.Size, Is.EqualTo(60));
        Assert.That(stream.CanRead, Is.True);
        Assert.That(await GetAsync("tail"), Is.EqualTo(TestBytes.Of(100)[40..]));
    }

    [TestCase(99, TestName = "Put_SourceLongerThanDeclared_FailsAndStoresNothing")]
    [TestCase(101, TestName = "Put_SourceShorterThanDeclared_FailsAndStoresNothing")]
    public async Task Put_SourceOfAnotherLength_FailsAndStoresNothing(int declared)
    {
        var key = $"length-{declared}";
        await using var source = new ForwardOnlyStream(new MemoryStream(TestBytes.Of(100)));

        Assert.That(
            async () => await Store.PutObjectAsync(Bucket, key, source, new PutObjectOptions { ContentLength = declared }, Deadline),
            Throws.TypeOf<S3IntegrityException>());

        Assert.That(await Store.HeadObjectAsync(Bucket, key, cancellationToken: Deadline), Is.Null);
    }

    [TestCase(1000)]
    [TestCase(17 * 1024 * 1024)]
    public async Task Put_SourceThatYieldsNothing_TimesOut(int size)
    {
        await using var host = await StoreHost.StartAsync(
            options =>
            {
                options.DefaultTimeout = TimeSpan.FromSeconds(1);
                options.StallTimeout = TimeSpan.FromSeconds(1);
            },
            Deadline);
        await using var source = new GatedStream(TestBytes.Of(size));
        using var hang = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);

        Assert.That(
            async () => await host.Store.PutObjectAsync(Bucket, "stalled", source, new PutObjectOptions { ContentLength = size }, hang.Token),
            Throws.TypeOf<S3TimeoutException>());

        Assert.That(await Store.HeadObjectAsync(Bucket, "stalled", cancellationToken: Deadline), Is.Null);
    }

    [Test]
    public async Task Get_Object_TellsWhatHeadTells()
    {
        var put = await PutAsync("described", TestBytes.Of(77), new PutObjectOptions { ContentType = "text/csv" });

        await using var result = await Store.GetObjectAsync(Bucket, "described", cancellationToken: Deadline);
        var head = await Store.HeadObjectAsync(Bucket, "described", cancellationToken: Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ContentLength, Is.EqualTo(77));
            Assert.That(result.Offset, Is.Zero);
            Assert.That(result.IsPartial, Is.False);
            Assert.That(result.Info.Bucket, Is.EqualTo(Bucket));
            Assert.That(result.Info.Key, Is.EqualTo("described"));
            Assert.That(result.Info.Size, Is.EqualTo(77));
            Assert.That(result.Info.ETag, Is.EqualTo(put.ETag));
            Assert.That(result.Info.ContentType, Is.EqualTo("text/csv"));
            Assert.That(result.Info.LastModified, Is.Not.Null);
            Assert.That(result.Info.Endpoint, Does.StartWith("gw"));
            Assert.That(head, Is.EqualTo(result.Info with { Endpoint = head!.Endpoint, Metadata = head.Metadata }));
        }
    }

    [Test]
    public async Task Get_NoContentType_IsOctetStream()
    {
        await PutAsync("untyped", TestBytes.Of(1));

        var head = await Store.HeadObjectAsync(Bucket, "untyped", cancellationToken: Deadline);

        Assert.That(head!.ContentType, Is.EqualTo("application/octet-stream"));
    }

    [Test]
    public void Get_MissingKey_IsNotFound()
    {
        var error = Assert.ThrowsAsync<S3NotFoundException>(async () => await GetAsync("no/such/key"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Resource, Is.EqualTo(S3ResourceKind.Key));
            Assert.That(error.StatusCode, Is.EqualTo(404));
            Assert.That(error.ErrorCode, Is.EqualTo("NoSuchKey"));
            Assert.That(error.Bucket, Is.EqualTo(Bucket));
            Assert.That(error.Key, Is.EqualTo("no/such/key"));
            Assert.That(error.Operation, Is.EqualTo("GetObject"));
            Assert.That(error.Endpoint, Does.StartWith("gw"));
            Assert.That(error.RequestId, Is.Not.Empty);
            Assert.That(error.IsTransient, Is.False);
            Assert.That(error.Attempts, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Head_MissingKey_IsNull() =>
        Assert.That(await Store.HeadObjectAsync(Bucket, "no/such/key", cancellationToken: Deadline), Is.Null);

    [Test]
    public async Task Delete_Object_IsGone()
    {
        await PutAsync("doomed", TestBytes.Of(1));

        var result = await Store.DeleteObjectAsync(Bucket, "doomed", cancellationToken: Deadline);

        Assert.That(result.Key, Is.EqualTo("doomed"));
        Assert.That(result.DeleteMarker, Is.False);
        Assert.That(await Store.HeadObjectAsync(Bucket, "doomed", cancellationToken: Deadline), Is.Null);
    }

    [Test]
    public void Delete_MissingKey_Succeeds() =>
        Assert.That(async () => await Store.DeleteObjectAsync(Bucket, "never-there", cancellationToken: Deadline), Throws.Nothing);
}
