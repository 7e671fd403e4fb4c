using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;
using S3Kit.Tests.Protocol;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Store;

/// <summary>Listings of versions: pages, markers, and what a store may get wrong.</summary>
public sealed class VersionListingTests
{
    [Test]
    public async Task Page_Entries_AreReadWhole()
    {
        await using ServiceProvider services = FakeServices.Create(Pages(
            "<DeleteMarker><Key>a+b%2Bc</Key><VersionId>id+%2B</VersionId><IsLatest>true</IsLatest><LastModified>2024-05-24T10:20:31.000Z</LastModified><Owner><ID>x</ID></Owner></DeleteMarker>"
            + "<Version><Key>a+b%2Bc</Key><VersionId>null</VersionId><IsLatest>false</IsLatest><LastModified>2024-05-24T10:20:30.000Z</LastModified><ETag>&quot;tag&quot;</ETag><Size>5000000000</Size><StorageClass>GLACIER</StorageClass></Version>"
            + "<Version><Key>z</Key></Version><EncodingType>url</EncodingType>"));

        ListObjectVersionsPage page = await services.Store().ListObjectVersionsPageAsync("bucket", "p");

        var entry = new ObjectVersion { Bucket = "bucket", Key = "a b+c", VersionId = "id+%2B", IsLatest = true, IsDeleteMarker = true, Endpoint = "a", LastModified = new DateTimeOffset(2024, 5, 24, 10, 20, 31, TimeSpan.Zero) };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Versions, Is.EqualTo(new[]
            {
                entry,
                entry with { VersionId = "null", IsLatest = false, IsDeleteMarker = false, ETag = "tag", Size = 5_000_000_000, StorageClass = "GLACIER", LastModified = entry.LastModified - TimeSpan.FromSeconds(1) },
                new ObjectVersion { Bucket = "bucket", Key = "z", VersionId = "null", Endpoint = "a" },
            }));
            Assert.That((page.Bucket, page.Prefix, page.Endpoint, page.NextContinuationToken), Is.EqualTo(("bucket", "p", "a", (string?)null)));
            Assert.That(page.CommonPrefixes, Is.Empty);
        }
    }

    [Test]
    public async Task Page_Query_SaysAllThatWasAsked()
    {
        FakeServer server = Pages("");
        await using ServiceProvider services = FakeServices.Create(server);

        await services.Store().ListObjectVersionsPageAsync("bucket", "a b+ü", new ListObjectVersionsOptions { Delimiter = "/", MaxKeys = 7, KeyMarker = "k&1", VersionIdMarker = "v/1=" });
        await services.Store().ListObjectVersionsPageAsync("bucket");

        Assert.That(server.Requests.Select(request => request.Target), Is.EqualTo(new[]
        {
            "/bucket?delimiter=%2F&encoding-type=url&key-marker=k%261&max-keys=7&prefix=a%20b%2B%C3%BC&version-id-marker=v%2F1%3D&versions=",
            "/bucket?encoding-type=url&max-keys=1000&versions=",
        }));
    }

    [TestCase("", "key-marker=b%2Bc&", "version-id-marker=v2&")]
    [TestCase("<NextKeyMarker>b%2Bc[cache:1]</NextKeyMarker><NextVersionIdMarker>own</NextVersionIdMarker>", "key-marker=b%2Bc%5Bcache%3A1%5D&", "version-id-marker=own&")]
    public async Task List_NextPageAtTheSameEndpoint_GoesOnWithItsMarkersOrTheLastVersion(string own, string key, string version)
    {
        FakeServer server = Pages($"<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>{own}{Version("a", "v1")}{Version("b%2Bc", "v2")}", Version("z", "v3"));
        await using ServiceProvider services = FakeServices.Create(server);

        List<ObjectVersion> all = await services.Store().ListObjectVersionsAsync("bucket").ToListAsync();

        Assert.That(all.Select(each => (each.Key, each.VersionId)), Is.EqualTo(new[] { ("a", "v1"), ("b+c", "v2"), ("z", "v3") }));
        Assert.That(server.Last.Query + "&", Does.Contain(key).And.Contain(version));
    }

    [Test]
    public async Task List_EndpointDiesBetweenPages_GoesOnBehindTheLastVersionElsewhere()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Page($"<IsTruncated>true</IsTruncated><NextKeyMarker>its own</NextKeyMarker>{Version("k", "v2")}{Version("k", "v1")}")));
        scene["a"].Then(System.Net.HttpStatusCode.InternalServerError);
        scene["b"].Answer = static (_, _) => Task.FromResult(Page(Version("k", "v0")));

        List<ObjectVersion> all = await scene.Store.ListObjectVersionsAsync("bucket").ToListAsync().AsTask().Soon();

        Assert.That(all.Select(each => each.VersionId), Is.EqualTo(new[] { "v2", "v1", "v0" }));
        Assert.That(scene["a"].Calls[1].Target, Does.Contain("key-marker=its%20own"));
        Assert.That(scene["b"].Calls.Single().Target, Does.Contain("key-marker=k&").And.Contain("version-id-marker=v1&"));
    }

    [Test]
    public async Task List_MarkersBehindTheVersions_GoesOnBehindTheGreatestKey()
    {
        FakeServer server = Pages($"<IsTruncated>true</IsTruncated>{Version("a", "v1")}{Version("\uFFFD", "v2")}{Version("😀", "v3")}<DeleteMarker><Key>b</Key><VersionId>v4</VersionId></DeleteMarker>", "");
        await using ServiceProvider services = FakeServices.Create(server);

        List<ObjectVersion> all = await services.Store().ListObjectVersionsAsync("bucket").ToListAsync();

        Assert.That(all, Has.Count.EqualTo(4));
        Assert.That(server.Last.Query, Does.Contain("key-marker=%F0%9F%98%80&").And.Contain("version-id-marker=v3"));
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("v1......")]
    [TestCase("v1.YQ..YQ..")]
    [TestCase("v1.YQ...YQ..*")]
    [TestCase("v1.YQ...YQ.._w")]
    [TestCase("v1.YQ.....")]
    [TestCase("v1....YQ..")]
    [TestCase("v2.YQ...YQ..")]
    [TestCase("1.YQ..YQ.")]
    public async Task Page_TokenThatIsNone_IsRefused(string token)
    {
        FakeServer server = Pages("");
        await using ServiceProvider services = FakeServices.Create(server);
        var options = new ListObjectVersionsOptions { ContinuationToken = token };

        Assert.CatchAsync<ArgumentException>(() => services.Store().ListObjectVersionsPageAsync("bucket", null, options));
        Assert.CatchAsync<ArgumentException>(() => services.Store().ListObjectVersionsAsync("bucket", null, options).ToListAsync().AsTask());

        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task Page_TokenOfTheOtherListing_IsRefusedEitherWay()
    {
        FakeServer server = Pages($"<IsTruncated>true</IsTruncated>{Version("a", "v1")}");
        await using ServiceProvider services = FakeServices.Create(server);
        string ofVersions = (await services.Store().ListObjectVersionsPageAsync("bucket")).NextContinuationToken!;
        server.Answer = _ => Replies.Text(200, "<ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>a</Key></Contents></ListBucketResult>");
        string ofObjects = (await services.Store().ListObjectsPageAsync("bucket")).NextContinuationToken!;

        Assert.CatchAsync<ArgumentException>(() => services.Store().ListObjectsPageAsync("bucket", null, new ListObjectsOptions { ContinuationToken = ofVersions }));
        Assert.CatchAsync<ArgumentException>(() => services.Store().ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { ContinuationToken = ofObjects }));
    }

    [TestCase("<IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker>", "holds nothing")]
    [TestCase("<IsTruncated>true</IsTruncated><Version><Size>many</Size></Version>", "not the XML")]
    [TestCase("<Version><Size>1</Size>", "not the XML")]
    public async Task Page_Hostile_IsATypedError(string content, string message)
    {
        await using ServiceProvider services = FakeServices.Create(Pages(content));

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => services.Store().ListObjectVersionsPageAsync("bucket"));

        Assert.That(error!.Message, Does.Contain(message));
    }

    [TestCase(1, "repeats the page")]
    [TestCase(2, "circle")]
    [TestCase(3, "circle")]
    [TestCase(7, "circle")]
    public async Task List_PagesGoRoundInACircle_IsAnErrorAndNotALoop(int length, string message)
    {
        int count = 0;
        var server = new FakeServer(_ => Page($"<IsTruncated>true</IsTruncated>{Version("k", $"v{Interlocked.Increment(ref count) % length}")}"));
        await using ServiceProvider services = FakeServices.Create(server);

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => services.Store().ListObjectVersionsAsync("bucket").ToListAsync().AsTask());

        Assert.That(error!.Message, Does.Contain(message).And.Contain("never end"));
        Assert.That(server.Requests, Has.Count.LessThanOrEqualTo(4 * length));
    }

    [TestCase(0, 0, "")]
    [TestCase(1, 1, "1")]
    [TestCase(5, 5, "5")]
    [TestCase(1500, 12, "1000")]
    public async Task List_MaxKeys_BoundsTheWholeAndThePages(int maxKeys, int expected, string sent)
    {
        var server = new FakeServer(_ => Page(string.Concat(Enumerable.Range(10, 12).Select(i => Version("k", $"v{i}")))));
        await using ServiceProvider services = FakeServices.Create(server);

        List<ObjectVersion> all = await services.Store().ListObjectVersionsAsync("bucket", null, new ListObjectVersionsOptions { MaxKeys = maxKeys }).ToListAsync();

        Assert.That(all, Has.Count.EqualTo(expected));
        Assert.That(server.Requests.Select(request => request.Query.Split("max-keys=")[1].Split('&')[0]), sent.Length == 0 ? Is.Empty : Is.EqualTo(new[] { sent }));
    }

    [Test]
    public async Task List_CancelledBetweenPages_Stops()
    {
        FakeServer server = Pages($"<IsTruncated>true</IsTruncated>{Version("k", "v")}", Version("l", "v"));
        await using ServiceProvider services = FakeServices.Create(server);
        using var cancellation = new CancellationTokenSource();

        Assert.CatchAsync<OperationCanceledException>(async () =>
        {
            await foreach (ObjectVersion version in services.Store().ListObjectVersionsAsync("bucket").WithCancellation(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });

        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task List_PutPutDelete_TellsVersionsThatCanBeReadAndDeleted()
    {
        await using ServiceProvider services = MockServices.Create();
        IObjectStore store = services.GetRequiredService<IObjectStore>();
        await store.CreateBucketAsync("bucket");
        await store.PutObjectAsync("bucket", "k", new MemoryStream([0]));
        services.GetRequiredService<EmbeddedStore>().Buckets["bucket"].Versioning = BucketVersioning.Enabled;
        PutObjectResult first = await store.PutObjectAsync("bucket", "k", new MemoryStream([1]));
        PutObjectResult second = await store.PutObjectAsync("bucket", "k", new MemoryStream([1, 2]));
        DeleteObjectResult marker = await store.DeleteObjectAsync("bucket", "k");

        List<ObjectVersion> all = await store.ListObjectVersionsAsync("bucket").ToListAsync();

        Assert.That(all.Select(each => (each.VersionId, each.IsDeleteMarker, each.IsLatest, each.Size, each.ETag)), Is.EqualTo(new[]
        {
            (marker.VersionId, true, true, 0L, null), (second.VersionId, false, false, 2L, second.ETag), (first.VersionId, false, false, 1L, first.ETag), ("null", false, false, 1L, "93b885adfe0da089cdf634904fd59f71"),
        }));
        Assert.That(await store.HeadObjectAsync("bucket", "k"), Is.Null);
        Assert.That((await store.HeadObjectAsync("bucket", "k", new HeadObjectOptions { VersionId = "null" }))!.VersionId, Is.EqualTo("null"));
        foreach (ObjectVersion version in all)
        {
            await store.DeleteObjectAsync("bucket", version.Key, new DeleteObjectOptions { VersionId = version.VersionId });
        }

        Assert.That(await store.ListObjectVersionsAsync("bucket").ToListAsync(), Is.Empty);
        await store.DeleteBucketAsync("bucket");
    }

    [TestCase("<IsLatest>true</IsLatest>", "")]
    [TestCase("<LastModified>2024-05-24T10:20:31.000Z</LastModified>", "<LastModified>2024-05-24T10:20:30.000Z</LastModified>")]
    public async Task List_NewerMarkerBehindTheVersionsOfItsKey_GoesOnBehindTheVersion(string ofMarker, string ofVersion)
    {
        FakeServer server = Pages(
            $"<IsTruncated>true</IsTruncated><Version><Key>k</Key><VersionId>v1</VersionId>{ofVersion}</Version>"
            + $"<DeleteMarker><Key>k</Key><VersionId>v2</VersionId>{ofMarker}</DeleteMarker>",
            "");
        await using ServiceProvider services = FakeServices.Create(server);

        await services.Store().ListObjectVersionsAsync("bucket").ToListAsync();

        Assert.That(server.Last.Query, Does.Contain("version-id-marker=v1"));
    }

    private static string Version(string key, string id) => $"<Version><Key>{key}</Key><VersionId>{id}</VersionId><ETag>\"e\"</ETag><Size>1</Size></Version>";

    private static FakeServer Pages(params string[] pages) => FakeServer.InTurn([.. pages.Select(page => (Func<CapturedRequest, HttpResponseMessage>)(_ => Page(page)))]);

    private static HttpResponseMessage Page(string content) => Replies.Text(200, $"<ListVersionsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>{content}</ListVersionsResult>");
}
