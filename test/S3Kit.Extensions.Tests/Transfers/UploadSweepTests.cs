using System.Net;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Transfers;

/// <summary>Uploads that were begun and left: listing them, and clearing them away.</summary>
public sealed class UploadSweepTests
{
    private UploadApp _app = null!;

    [SetUp]
    public async Task SetUp() => _app = await UploadApp.StartAsync();

    [TearDown]
    public async Task TearDown() => await _app.DisposeAsync();

    [Test]
    public async Task List_Uploads_TellsAllOfEach()
    {
        string[] keys = ["a b+c%41", "a/../ü", "logs/1"];
        foreach (string key in keys)
        {
            await BeginAsync(key, new PutObjectOptions { StorageClass = "COLD" });
        }

        List<MultipartUpload> uploads = await ListAsync(_app.Store.ListMultipartUploadsAsync("bucket"));

        Assert.That(uploads.Select(static upload => upload.Key), Is.EquivalentTo(keys));
        Assert.That(uploads.Select(static upload => upload.UploadId), Is.EquivalentTo(_app.Bucket.Uploads.Keys));
        Assert.That(uploads, Has.All.Matches<MultipartUpload>(upload => upload.Initiated == _app.Time.GetUtcNow() && upload is { StorageClass: "COLD", Bucket: "bucket", Endpoint: not null }));
        Assert.That((await ListAsync(_app.Store.ListMultipartUploadsAsync("bucket", "logs/"))).Single().Key, Is.EqualTo("logs/1"));
    }

    [TestCase(long.MaxValue)]
    [TestCase(TimeSpan.TicksPerDay * 365 * 2027)]
    public async Task Abort_OlderThanAnythingCanBe_AbortsNothing(long ticks)
    {
        await BeginAsync("a");

        AbortStaleUploadsResult result = await _app.Store.AbortStaleUploadsAsync("bucket", TimeSpan.FromTicks(ticks));

        Assert.That((result.Aborted.Count, result.Failed.Count, _app.Bucket.Uploads.Count), Is.EqualTo((0, 0, 1)));
    }

    [Test]
    public async Task List_ManyPages_TellsEachOnce()
    {
        for (int i = 0; i < 1001; i++)
        {
            await BeginAsync($"key-{i / 3}");
        }

        EmbeddedFaultRule pages = _app.Count(EmbeddedOperation.ListMultipartUploads);
        List<MultipartUpload> uploads = await ListAsync(_app.Store.ListMultipartUploadsAsync("bucket"));

        Assert.That(uploads.Select(static upload => upload.UploadId), Is.EquivalentTo(_app.Bucket.Uploads.Keys));
        Assert.That(pages.FiredCount, Is.EqualTo(2));
    }

    [Test]
    public async Task List_EndpointDiesBetweenPages_GoesOnAtTheNext()
    {
        EmbeddedStore cluster = new EmbeddedStore(TimeProvider.System).Allow("access", "secret");
        await using ServiceProvider services = MockServices.Create(options => options.InitialRetryDelay = TimeSpan.Zero, collection =>
        {
            foreach (string name in new[] { "a", "b" })
            {
                collection.AddS3Kit(_ => { })
                    .AddEndpoint(name, options =>
                    {
                        options.Url = $"http://{name}.test";
                        options.AccessKey = "access";
                        options.SecretKey = "secret";
                        options.Tier = name == "a" ? 0 : 1;
                        options.AddressingStyle = AddressingStyle.Path;
                    })
                    .ConfigureHttpClient(name, client => client.ConfigurePrimaryHttpMessageHandler(() => new EmbeddedS3Handler(cluster, $"{name}.test")));
            }
        });
        IObjectStore store = services.GetRequiredService<IObjectStore>();
        await store.CreateBucketAsync("bucket");
        for (int i = 0; i < 1001; i++)
        {
            await ((S3Kit.Transfers.IOperationRunner)store).RunAsync(new CreateMultipartUploadOperation("bucket", "same key", null), null, CancellationToken.None);
        }

        cluster.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Refuse(), Operation = EmbeddedOperation.ListMultipartUploads, Host = "a.test", Skip = 1 });
        List<MultipartUpload> uploads = await ListAsync(store.ListMultipartUploadsAsync("bucket"));

        Assert.That(uploads.Select(static upload => upload.UploadId), Is.EquivalentTo(cluster.Buckets["bucket"].Uploads.Keys));
        Assert.That((uploads[0].Endpoint, uploads[^1].Endpoint), Is.EqualTo(("a", "b")));
    }

    [TestCase("k1 u1", "k1 u1")]
    [TestCase("k1 u1", "k2 u2", "k1 u1")]
    [TestCase(" ")]
    public async Task List_PagesThatRepeat_EndInAnError(params string[] markers)
    {
        int calls = 0;
        using var server = new FakeServer(_ =>
        {
            string[] marker = markers[calls++ % markers.Length].Split(' ');
            return Replies.Text(200, $"<ListMultipartUploadsResult><IsTruncated>true</IsTruncated><NextKeyMarker>{marker[0]}</NextKeyMarker><NextUploadIdMarker>{marker[1]}</NextUploadIdMarker></ListMultipartUploadsResult>");
        });
        await using ServiceProvider services = FakeServices.Create(server);

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => ListAsync(services.Store().ListMultipartUploadsAsync("bucket")));

        Assert.That(error!.Message, Does.Contain("would never end"));
        Assert.That(server.Requests, Has.Count.EqualTo(markers.Length));
    }

    [TestCase("a+b%2Bc%2541")]
    [TestCase("a%20b%2Bc%2541")]
    [TestCase("a b+c%41", Description = "As swift, which encodes the keys and not the marker.")]
    public async Task List_MarkerIsEncodedOrNot_IsTheKeyThatThePageEndedWith(string marker)
    {
        using FakeServer server = FakeServer.InTurn(
            _ => Replies.Text(
                200,
                "<ListMultipartUploadsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
                + $"<NextKeyMarker>{marker}</NextKeyMarker><NextUploadIdMarker>u</NextUploadIdMarker>"
                + "<Upload><Key>a%20b%2Bc%2541</Key><UploadId>u</UploadId></Upload></ListMultipartUploadsResult>"),
            static _ => Replies.Text(200, "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>"));
        await using ServiceProvider services = FakeServices.Create(server);

        await ListAsync(services.Store().ListMultipartUploadsAsync("bucket"));

        Assert.That(server.Last.Target, Does.Contain("key-marker=a%20b%2Bc%2541&"));
    }

    [Test]
    public async Task List_MarkersOfThePageBefore_AreSent()
    {
        using FakeServer server = FakeServer.InTurn(
            static _ => Replies.Text(200, "<ListMultipartUploadsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextKeyMarker>a%20b</NextKeyMarker><NextUploadIdMarker>u1</NextUploadIdMarker></ListMultipartUploadsResult>"),
            static _ => Replies.Text(200, "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>"));
        await using ServiceProvider services = FakeServices.Create(server);

        await ListAsync(services.Store().ListMultipartUploadsAsync("bucket", "a"));

        Assert.That(server.Requests[0].Target, Is.EqualTo("/bucket?encoding-type=url&max-uploads=1000&prefix=a&uploads="));
        Assert.That(server.Requests[1].Target, Is.EqualTo("/bucket?encoding-type=url&key-marker=a%20b&max-uploads=1000&prefix=a&upload-id-marker=u1&uploads="));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task List_StoreDoesNotSayWhetherKeysAreEncoded_AsksForThemPlain(bool encodes)
    {
        // Ceph 16 encodes, and says so nowhere.
        using var server = new FakeServer(request => Replies.Text(
            200,
            $"<ListMultipartUploadsResult><Upload><Key>{(encodes && request.Target.Contains("encoding-type", StringComparison.Ordinal) ? "a%20b%2541" : "a b%41")}</Key><UploadId>u</UploadId></Upload></ListMultipartUploadsResult>"));
        await using ServiceProvider services = FakeServices.Create(server);

        Assert.That((await ListAsync(services.Store().ListMultipartUploadsAsync("bucket"))).Single().Key, Is.EqualTo("a b%41"));
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Abort_OldUploads_LeavesTheYoungOnes()
    {
        await BeginAsync("logs/old");
        await BeginAsync("data/old");
        _app.Time.Advance(TimeSpan.FromHours(2));
        await BeginAsync("logs/young");

        AbortStaleUploadsResult logs = await _app.Store.AbortStaleUploadsAsync("bucket", TimeSpan.FromHours(1), new AbortStaleUploadsOptions { Prefix = "logs/" });
        Assert.That(_app.Bucket.Uploads.Values.Select(static upload => upload.Key), Is.EquivalentTo(new[] { "data/old", "logs/young" }));
        AbortStaleUploadsResult rest = await _app.Store.AbortStaleUploadsAsync("bucket", TimeSpan.Zero);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((logs.Aborted.Single().Key, logs.Failed), Is.EqualTo(("logs/old", Array.Empty<StaleUploadFailure>())));
            Assert.That(rest.Aborted.Select(static upload => upload.Key), Is.EquivalentTo(new[] { "data/old", "logs/young" }));
            Assert.That(_app.Bucket.Uploads, Is.Empty);
        }
    }

    [Test]
    public async Task Abort_OneIsRefused_AbortsTheOthersAndTellsIt()
    {
        await BeginAsync("a");
        await BeginAsync("b");
        await BeginAsync("c");
        _app.Embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), Operation = EmbeddedOperation.AbortMultipartUpload, Key = "b" });

        AbortStaleUploadsResult result = await _app.Store.AbortStaleUploadsAsync("bucket", TimeSpan.Zero);

        Assert.That(result.Aborted.Select(static upload => upload.Key), Is.EquivalentTo(new[] { "a", "c" }));
        Assert.That((result.Failed.Single().Upload.Key, result.Failed.Single().Error.Kind), Is.EqualTo(("b", S3ErrorKind.AccessDenied)));
    }

    [Test]
    public async Task Abort_UploadIsGoneMeanwhile_CountsAsAborted()
    {
        // As Ceph says it.
        using FakeServer server = FakeServer.InTurn(
            static _ => Replies.Text(200, "<ListMultipartUploadsResult><Upload><Key>k</Key><UploadId>u</UploadId><Initiated>2020-01-01T00:00:00.000Z</Initiated></Upload></ListMultipartUploadsResult>"),
            static _ => Replies.Error(404, "NoSuchKey"));
        await using ServiceProvider services = FakeServices.Create(server);

        AbortStaleUploadsResult result = await services.Store().AbortStaleUploadsAsync("bucket", TimeSpan.FromDays(1));

        Assert.That((result.Aborted.Single().UploadId, result.Failed.Count, server.Last.Method), Is.EqualTo(("u", 0, "DELETE")));
    }

    [TestCase(0, 1)]
    [TestCase(1, 0)]
    public async Task Abort_ClockOfTheStoreIsAhead_IsOfAnyAgeButOfNoOther(int seconds, int aborted)
    {
        // Swift rounds up to the next second.
        using FakeServer server = FakeServer.InTurn(
            static _ => Replies.Text(200, "<ListMultipartUploadsResult><Upload><Key>k</Key><UploadId>u</UploadId><Initiated>9999-01-01T00:00:00.000Z</Initiated></Upload></ListMultipartUploadsResult>"),
            static _ => Replies.Empty(204));
        await using ServiceProvider services = FakeServices.Create(server);

        AbortStaleUploadsResult result = await services.Store().AbortStaleUploadsAsync("bucket", TimeSpan.FromSeconds(seconds));

        Assert.That((result.Aborted.Count, result.Failed.Count), Is.EqualTo((aborted, 0)));
    }

    [Test]
    public async Task Abort_AgeIsNotTold_IsLeftAlone()
    {
        using FakeServer server = FakeServer.InTurn(
            static _ => Replies.Text(200, "<ListMultipartUploadsResult><Upload><Key>k</Key><UploadId>u</UploadId></Upload></ListMultipartUploadsResult>"));
        await using ServiceProvider services = FakeServices.Create(server);

        AbortStaleUploadsResult result = await services.Store().AbortStaleUploadsAsync("bucket", TimeSpan.Zero);

        Assert.That((result.Aborted.Count, result.Failed.Count, server.Requests.Count), Is.EqualTo((0, 0, 1)));
    }

    [Test]
    public void Abort_WrongArguments_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = _app.Store.AbortStaleUploadsAsync("bucket", TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentException>(() => _ = _app.Store.AbortStaleUploadsAsync("b", TimeSpan.Zero));
    }

    [Test]
    public async Task ListParts_ManyPages_GoOnBehindTheLastPart()
    {
        StartedUpload upload = await BeginAsync("key");
        for (int number = 1; number <= 1001; number++)
        {
            await _app.Runner.RunAsync(new UploadPartOperation("bucket", "key", upload, number, new MemoryBody(new byte[] { 1 }), null), null, CancellationToken.None);
        }

        PartsPage? first = await _app.Runner.RunAsync(new ListPartsOperation("bucket", "key", upload, 0), null, CancellationToken.None);
        PartsPage? second = await _app.Runner.RunAsync(new ListPartsOperation("bucket", "key", upload, first!.NextMarker!.Value), null, CancellationToken.None);

        Assert.That((first.Parts.Count, first.NextMarker, second!.Parts.Single().Number, second.NextMarker), Is.EqualTo((1000, (int?)1000, 1001, (int?)null)));
        Assert.That(second.Parts.Single(), Is.EqualTo(new S3Kit.Protocol.Operations.UploadedPart(1001, "\"55a54008ad1ba589aa210d2629c1df41\"", 1)));
    }

    [TestCase("NoSuchUpload")]
    [TestCase("NoSuchKey")]
    public async Task ListParts_UploadIsGone_IsNothing(string code)
    {
        using var server = new FakeServer(_ => Replies.Error(404, code));
        await using ServiceProvider services = FakeServices.Create(server);

        Assert.That(await ((S3Kit.Transfers.IOperationRunner)services.Store()).RunAsync(new ListPartsOperation("bucket", "key", new StartedUpload("id", "a"), 0), null, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task ListParts_PageRepeats_IsAnError()
    {
        using var server = new FakeServer(static _ => Replies.Text(200, "<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>5</NextPartNumberMarker></ListPartsResult>"));
        await using ServiceProvider services = FakeServices.Create(server);

        Assert.ThrowsAsync<S3ServerException>(() =>
            ((S3Kit.Transfers.IOperationRunner)services.Store()).RunAsync(new ListPartsOperation("bucket", "key", new StartedUpload("id", "a"), 5), null, CancellationToken.None));
    }

    private static async Task<List<MultipartUpload>> ListAsync(IAsyncEnumerable<MultipartUpload> uploads)
    {
        List<MultipartUpload> all = [];
        await foreach (MultipartUpload upload in uploads)
        {
            all.Add(upload);
        }

        return all;
    }

    private Task<StartedUpload> BeginAsync(string key, PutObjectOptions? options = null) =>
        _app.Runner.RunAsync(new CreateMultipartUploadOperation("bucket", key, options), null, CancellationToken.None);
}
