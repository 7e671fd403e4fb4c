using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;

namespace S3Kit.Tests.Transfers;

/// <summary>Two sites, each with a store of its own: an upload that began at one is not known at the other.</summary>
internal sealed class LostUploadTests
{
    private const int MiB = UploadApp.MiB;

    private EmbeddedStore _a = null!;
    private EmbeddedStore _b = null!;
    private ServiceProvider _services = null!;
    private IObjectStore _store = null!;

    [SetUp]
    public async Task SetUp()
    {
        _services = MockServices.Create(
            options =>
            {
                options.InitialRetryDelay = TimeSpan.Zero;
                options.CircuitBreaker.Threshold = 1000;
                options.Transfers.PartSize = UploadApp.PartSize;
                options.Transfers.MultipartThreshold = 6 * MiB;
                options.Transfers.MaxConcurrentParts = 1;
            },
            services =>
            {
                _a = Add(services.AddS3Kit(_ => { }), "a", tier: 0);
                _b = Add(services.AddS3Kit(_ => { }), "b", tier: 1);
            });
        _store = _services.GetRequiredService<IObjectStore>();
        await _services.GetRequiredKeyedService<IObjectStore>("a").CreateBucketAsync("bucket");
        await _services.GetRequiredKeyedService<IObjectStore>("b").CreateBucketAsync("bucket");
    }

    [TearDown]
    public async Task TearDown() => await _services.DisposeAsync();

    [TestCase(EmbeddedOperation.UploadPart)]
    [TestCase(EmbeddedOperation.CompleteMultipartUpload)]
    public async Task PutObject_SiteDies_StartsAgainAtTheOther(EmbeddedOperation at)
    {
        DieAt(at);
        var progress = new ProgressLog();

        PutObjectResult put = await _store.PutObjectAsync("bucket", "key", new PatternStream(12 * MiB, canSeek: true), new PutObjectOptions { Progress = progress });

        Assert.That((put.Endpoint, put.Size), Is.EqualTo(("b", 12L * MiB)));
        await using GetObjectResult got = await _store.GetObjectAsync("bucket", "key", new GetObjectOptions { Endpoint = "b" });
        using var copy = new MemoryStream();
        await got.Content.CopyToAsync(copy);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(copy.ToArray(), Is.EqualTo(PatternStream.Bytes(0, 12 * MiB)));
            Assert.That(_b.Buckets["bucket"].Uploads, Is.Empty);
            Assert.That(progress.Reports[^1].BytesTransferred, Is.EqualTo(12 * MiB), "What was sent twice counts once.");
            Assert.That(progress.Reports[^1].PartsCompleted, Is.EqualTo(3));
        }
    }

    [Test]
    public void PutObject_SiteDiesAndSourceCannotBeReadAgain_SaysSo()
    {
        DieAt(EmbeddedOperation.UploadPart);

        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(() => _store.PutObjectAsync("bucket", "key", new PatternStream(12 * MiB, canSeek: false)));

        Assert.That(error!.Resource, Is.EqualTo(S3ResourceKind.Upload));
        Assert.That(error.Message, Does.Contain("began at another endpoint").And.Contain("cannot be read once more"));
    }

    [Test]
    public async Task OpenWrite_SiteDies_SaysSo()
    {
        DieAt(EmbeddedOperation.UploadPart);
        ObjectWriteStream stream = await _store.OpenWriteAsync("bucket", "key");

        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(async () =>
        {
            await stream.WriteAsync(new byte[12 * MiB]);
            await stream.CompleteAsync();
        });

        Assert.That(error!.Message, Does.Contain("began at another endpoint"));
        await stream.DisposeAsync();
    }

    [Test]
    public void PutObject_BothSitesForgetIt_GivesUpAfterTwoMore()
    {
        // Each takes the beginning of an upload, and no part of it.
        EmbeddedFaultRule a = _a.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Refuse(), Operation = EmbeddedOperation.UploadPart });
        EmbeddedFaultRule begins = _a.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Hold(Task.CompletedTask), Operation = EmbeddedOperation.CreateMultipartUpload });

        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(() => _store.PutObjectAsync("bucket", "key", new PatternStream(12 * MiB, canSeek: true)));

        Assert.That(error!.Message, Does.Contain("started again 2 times"));
        Assert.That(begins.FiredCount, Is.EqualTo(3));
        Assert.That(a.FiredCount, Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public async Task UploadFile_SiteDiesUnderAResumableUpload_StartsAgainAtTheOther()
    {
        DieAt(EmbeddedOperation.UploadPart);
        string folder = Directory.CreateTempSubdirectory("s3kit-test-").FullName;
        try
        {
            string path = Path.Combine(folder, "file");
            await File.WriteAllBytesAsync(path, PatternStream.Bytes(0, 12 * MiB));

            PutObjectResult put = await _store.UploadFileAsync(
                path, "bucket", "key", new UploadFileOptions { Checkpoints = new FileUploadCheckpointStore(Path.Combine(folder, "checkpoints")) });

            Assert.That((put.Endpoint, put.Size), Is.EqualTo(("b", 12L * MiB)));
            Assert.That(Directory.GetFiles(Path.Combine(folder, "checkpoints")), Is.Empty);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static EmbeddedStore Add(IS3KitBuilder builder, string name, int tier)
    {
        EmbeddedStore store = new EmbeddedStore(TimeProvider.System).Allow("key-of-" + name, "secret-of-" + name);
        builder
            .AddEndpoint(name, options =>
            {
                options.Url = $"http://{name}.test";
                options.AccessKey = "key-of-" + name;
                options.SecretKey = "secret-of-" + name;
                options.Tier = tier;
                options.AddressingStyle = AddressingStyle.Path;
            })
            .ConfigureHttpClient(name, client => client.ConfigurePrimaryHttpMessageHandler(() => new EmbeddedS3Handler(store, $"{name}.test")));
        return store;
    }

    /// <summary>From the second part on, or from the completion on, site a answers nothing any more.</summary>
    private void DieAt(EmbeddedOperation operation)
    {
        // A bucket's creation, the upload's beginning, the parts before.
        int passed = operation == EmbeddedOperation.UploadPart ? 2 : 4;
        _a.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Refuse(), Skip = passed });
    }
}
