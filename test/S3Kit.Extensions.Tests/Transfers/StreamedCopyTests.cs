using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;

namespace S3Kit.Tests.Transfers;

/// <summary>Copies from a store to another one: two embedded stores that know nothing of each other.</summary>
internal sealed class StreamedCopyTests
{
    private const int MiB = 1024 * 1024;

    private static readonly CopyObjectOptions FromThere = new() { SourceEndpoint = "there" };

    private readonly EmbeddedStore _there = new EmbeddedStore(TimeProvider.System).Allow("AK", "SK");
    private CopyScene _scene = null!;
    private IObjectStore _store = null!;
    private IObjectStore _source = null!;

    [SetUp]
    public async Task SetUp()
    {
        _scene = await CopyScene.CreateAsync(
            configure: options => options.Mock = MockMode.Auto,
            services: collection =>
            {
                IS3KitBuilder builder = collection.AddS3Kit(static _ => { });
                Add(builder, "here", "default", "http://here.test");
                Add(builder, "there", "elsewhere", "http://there.test");
            });
        _store = _scene.Store;
        _source = _scene.Services.GetRequiredKeyedService<IObjectStore>("elsewhere");
        _there.Faults.Clear();
        await _source.CreateBucketAsync("source");
    }

    [TearDown]
    public async Task TearDown()
    {
        await _source.DeleteObjectsAsync("source", await _source.ListObjectsAsync("source").Select(info => info.Key).ToListAsync());
        await _source.DeleteBucketAsync("source");
        await _scene.DisposeAsync();
    }

    [TestCase(0)]
    [TestCase(1000)]
    [TestCase(17 * MiB)]
    public async Task Copy_FromAnotherStore_IsAlike(int size)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(size);
        await PutThereAsync("a b+/é", bytes, new PutObjectOptions
        {
            ContentType = "image/png", CacheControl = "no-cache", Metadata = new Dictionary<string, string> { ["author"] = "Žofie" }, Tags = new Dictionary<string, string> { ["t"] = "1", ["u v"] = "2" },
        });

        CopyObjectResult copy = await _store.CopyObjectAsync("source", "a b+/é", "bucket", "b", FromThere);

        ObjectInfo? head = await _store.HeadObjectAsync("bucket", "b");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((copy.Size, copy.Endpoint, copy.ETag), Is.EqualTo(((long)size, "here", head!.ETag)));
            Assert.That((head.ContentType, head.CacheControl, head.Metadata["author"]), Is.EqualTo(("image/png", "no-cache", "Žofie")));
            Assert.That(_scene.TagsOf("b"), Is.EqualTo("t=1&u v=2"));
            Assert.That(SHA256.HashData(await _scene.BytesAsync("b")), Is.EqualTo(SHA256.HashData(bytes)));
            Assert.That(_scene.Count(EmbeddedOperation.CopyObject), Is.Zero);
            Assert.That(_scene.Count(EmbeddedOperation.UploadPart), Is.EqualTo(size / (5 * MiB) is > 0 and var full ? full + 1 : 0));
        }
    }

    [Test]
    public async Task Copy_FromAPool_GoesToItsEndpoints()
    {
        await PutThereAsync("a", [1, 2, 3]);

        await _store.CopyObjectAsync("source", "a", "bucket", "b", new CopyObjectOptions { SourceEndpoint = "elsewhere" });

        Assert.That(await _scene.BytesAsync("b"), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Copy_ReplacingAll_HasNothingOfTheSources()
    {
        await PutThereAsync("a", [1], new PutObjectOptions { ContentType = "image/png", Tags = new Dictionary<string, string> { ["t"] = "1" } });
        var options = new CopyObjectOptions
        {
            SourceEndpoint = "there", MetadataDirective = CopyDirective.Replace, ContentLanguage = "de", TaggingDirective = CopyDirective.Replace, Tags = new Dictionary<string, string> { ["n"] = "v" },
        };

        await _store.CopyObjectAsync("source", "a", "bucket", "b", options);

        ObjectInfo? head = await _store.HeadObjectAsync("bucket", "b");
        Assert.That((head!.ContentType, head.ContentLanguage, _scene.TagsOf("b")), Is.EqualTo(("application/octet-stream", "de", "n=v")));
    }

    [Test]
    public async Task Copy_ConditionOnTheSource_Counts()
    {
        PutObjectResult put = await PutThereAsync("a", [1]);

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => _store.CopyObjectAsync("source", "a", "bucket", "b", FromThere with { SourceIfMatch = "other" }));
        Assert.ThrowsAsync<S3PreconditionFailedException>(() => _store.CopyObjectAsync("source", "a", "bucket", "b", FromThere with { SourceIfNoneMatch = put.ETag }));
        Assert.That(await _store.HeadObjectAsync("bucket", "b"), Is.Null);
        await _store.CopyObjectAsync("source", "a", "bucket", "b", FromThere with { SourceIfMatch = put.ETag });
    }

    [Test]
    public async Task Copy_ConditionOnTheDestination_Counts()
    {
        await PutThereAsync("a", [1]);
        await _scene.PutAsync("b", "here");

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => _store.CopyObjectAsync("source", "a", "bucket", "b", FromThere with { IfNoneMatch = "*" }));

        Assert.That(await _scene.TextAsync("b"), Is.EqualTo("here"));
    }

    [Test]
    public async Task Copy_SourceMissing_IsNotFound()
    {
        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(() => _store.CopyObjectAsync("source", "none", "bucket", "b", FromThere));

        Assert.That((error!.Bucket, error.Key), Is.EqualTo(("source", "none")));
        await Task.CompletedTask;
    }

    [Test]
    public async Task Copy_SourceChangesBeforeItIsRead_IsAFailure()
    {
        await PutThereAsync("a", [1]);
        Before(EmbeddedOperation.GetObject, () => PutThereAsync("a", [2, 3]));

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => _store.CopyObjectAsync("source", "a", "bucket", "b", FromThere));

        Assert.That(await _store.HeadObjectAsync("bucket", "b"), Is.Null);
    }

    [Test]
    public async Task Copy_LargeSourceChangesWhileItIsRead_StoresNothingAndAborts()
    {
        await PutThereAsync("a", new byte[17 * MiB]);

        // The second look at the source comes when it has been read, before its last bytes are sent.
        Before(EmbeddedOperation.HeadObject, () => PutThereAsync("a", new byte[17 * MiB - 1]), skip: 1);

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => _store.CopyObjectAsync("source", "a", "bucket", "b", FromThere));

        Assert.That(await _store.HeadObjectAsync("bucket", "b"), Is.Null);
        Assert.That(_scene.HasUploads, Is.False);
    }

    [TestCase(10_000)]
    [TestCase(17 * MiB)]
    public async Task Copy_BodyEndsEarly_StoresNothing(int size)
    {
        await PutThereAsync("a", new byte[size]);
        _there.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.EndBodyEarly(0), Operation = EmbeddedOperation.GetObject });

        Assert.ThrowsAsync<S3IntegrityException>(() => _store.CopyObjectAsync("source", "a", "bucket", "b", FromThere));

        Assert.That(await _store.HeadObjectAsync("bucket", "b"), Is.Null);
        Assert.That(_scene.HasUploads, Is.False);
    }

    [Test]
    public async Task Copy_AnnouncedWithAnotherSize_StoresNothing()
    {
        await PutThereAsync("a", new byte[100]);
        _there.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.WrongContentLength(-1), Operation = EmbeddedOperation.GetObject });

        Assert.ThrowsAsync<S3IntegrityException>(() => _store.CopyObjectAsync("source", "a", "bucket", "b", FromThere));

        Assert.That(await _store.HeadObjectAsync("bucket", "b"), Is.Null);
    }

    [Test]
    public async Task Copy_PutFailsInPassing_IsSentAgain()
    {
        await PutThereAsync("a", [1, 2, 3]);
        _scene.Fail(EmbeddedOperation.PutObject, EmbeddedFault.Status(HttpStatusCode.ServiceUnavailable), times: 2);

        await _store.CopyObjectAsync("source", "a", "bucket", "b", FromThere);

        Assert.That(await _scene.BytesAsync("b"), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Copy_DescriptionThatNoHeaderOfOursCarries_SaysSo()
    {
        await PutThereAsync("a", [1]);
        lock (_there.Gate)
        {
            EmbeddedBucket bucket = _there.Buckets["source"];
            bucket.Replace(bucket.Current("a")! with { Headers = [new("content-disposition", "attachment; filename=\u00e9")] });
        }

        S3InvalidRequestException? error = Assert.ThrowsAsync<S3InvalidRequestException>(() => _store.CopyObjectAsync("source", "a", "bucket", "b", FromThere));
        await _store.CopyObjectAsync("source", "a", "bucket", "b", FromThere with { MetadataDirective = CopyDirective.Replace });

        Assert.That(error!.Message, Does.Contain("ContentDisposition").And.Contain(nameof(CopyObjectOptions.MetadataDirective)));
    }

    [Test]
    public void Copy_UnknownEndpoint_IsNoEndpoint() =>
        Assert.ThrowsAsync<S3NoEndpointException>(() => _store.CopyObjectAsync("source", "a", "bucket", "b", new CopyObjectOptions { SourceEndpoint = "nowhere" }));

    private void Add(IS3KitBuilder builder, string name, string pool, string url)
    {
        builder.AddEndpoint(name, options => (options.Url, options.Pool, options.AccessKey, options.SecretKey) = (url, pool, "AK", "SK"));
        builder.ConfigureHttpClient(name, client => client.ConfigurePrimaryHttpMessageHandler(services =>
            new EmbeddedS3Handler(name == "there" ? _there : services.GetRequiredService<EmbeddedStore>().Allow("AK", "SK"), new Uri(url).Authority)));
    }

    private void Before(EmbeddedOperation operation, Func<Task> act, int skip = 0)
    {
        var go = new TaskCompletionSource();
        EmbeddedFaultRule rule = _there.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Hold(go.Task), Operation = operation, Times = 1, Skip = skip });
        _ = ActAsync();

        async Task ActAsync()
        {
            await rule.Fired;
            await act();
            go.SetResult();
        }
    }

    private Task<PutObjectResult> PutThereAsync(string key, byte[] bytes, PutObjectOptions? options = null) =>
        _source.PutObjectAsync("source", key, new MemoryStream(bytes), options);
}
