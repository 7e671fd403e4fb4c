using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Protocol;
using BucketVersioning = S3Kit.Embedded.BucketVersioning;
using EmbeddedStore = S3Kit.Embedded.EmbeddedStore;

namespace S3Kit.Tests.Store;

/// <summary>Tags: with the object, on their own, of a version, and what S3 does not allow.</summary>
public sealed class ObjectTaggingTests
{
    private const int MiB = 1024 * 1024;

    private static readonly Dictionary<string, string> Odd = new(StringComparer.Ordinal)
    {
        ["project"] = "a b+c=d/e@f", ["Project"] = "", [" ключ_1:2.3 "] = "日本 é", [new string('k', 128)] = new string('v', 256),
    };

    private ServiceProvider _services = null!;
    private IObjectStore _store = null!;

    public static IEnumerable<TestCaseData> NotAllowed =>
    [
        Case("eleven", [.. Enumerable.Range(0, 11).Select(i => ($"k{i}", "v"))]),
        Case("empty key", ("", "v")),
        Case("null key of a custom map", (null!, "v")),
        Case("long key", (new string('k', 129), "v")),
        Case("null value", ("k", null!)),
        Case("long value", ("k", new string('v', 257))),
        Case("same key twice", ("k", "1"), ("k", "2")),
        Case("ampersand", ("a&b", "v")),
        Case("line break", ("k", "a\r\nX-Injected: 1")),
        Case("control character", ("k\0", "v")),
        Case("markup", ("k", "<b>")),
        Case("emoji", ("k", "😀")),
        Case("half a surrogate pair", ("k", "\uD800")),
    ];

    [SetUp]
    public async Task SetUp()
    {
        _services = MockServices.Create(options =>
        {
            options.Transfers.PartSize = 5 * MiB;
            options.Transfers.MultipartThreshold = 6 * MiB;
        });
        _store = _services.GetRequiredService<IObjectStore>();
        await _store.CreateBucketAsync("bucket");
    }

    [TearDown]
    public async Task TearDown() => await _services.DisposeAsync();

    [TestCase(1)]
    [TestCase(7 * MiB)]
    public async Task PutObject_WithTags_StoresThemWithTheObject(int size)
    {
        await _store.PutObjectAsync("bucket", "k", new MemoryStream(new byte[size]), new PutObjectOptions { Tags = Odd });

        ObjectTaggingResult tagging = await _store.GetObjectTaggingAsync("bucket", "k");
        ObjectInfo? head = await _store.HeadObjectAsync("bucket", "k");

        Assert.That(tagging.Tags, Is.EquivalentTo(Odd));
        Assert.That(head!.TagCount, Is.EqualTo(4));
    }

    [Test]
    public async Task Tags_PutReplaceDelete_AreWhatWasPutLast()
    {
        await _store.PutObjectAsync("bucket", "k", new MemoryStream([1]), new PutObjectOptions { Tags = new Dictionary<string, string> { ["old"] = "1" } });

        ObjectTaggingResult put = await _store.PutObjectTaggingAsync("bucket", "k", Odd);
        ObjectTaggingResult replaced = await _store.GetObjectTaggingAsync("bucket", "k");
        ObjectTaggingResult deleted = await _store.DeleteObjectTaggingAsync("bucket", "k");
        ObjectTaggingResult none = await _store.GetObjectTaggingAsync("bucket", "k");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((put.Bucket, put.Key, put.Endpoint, put.VersionId), Is.EqualTo(("bucket", "k", "embedded", (string?)null)));
            Assert.That(put.Tags, Is.EquivalentTo(Odd));
            Assert.That(replaced.Tags, Is.EquivalentTo(Odd));
            Assert.That(deleted.Tags, Is.Empty);
            Assert.That(none.Tags, Is.Empty);
            Assert.That((await _store.HeadObjectAsync("bucket", "k"))!.TagCount, Is.Null);
        }
    }

    [Test]
    public async Task Tags_OfAnOldVersion_AreItsOwn()
    {
        _services.GetRequiredService<EmbeddedStore>().Buckets["bucket"].Versioning = BucketVersioning.Enabled;
        PutObjectResult old = await _store.PutObjectAsync("bucket", "k", new MemoryStream([1]));
        PutObjectResult current = await _store.PutObjectAsync("bucket", "k", new MemoryStream([2]), new PutObjectOptions { Tags = new Dictionary<string, string> { ["current"] = "" } });
        var ofOld = new ObjectTaggingOptions { VersionId = old.VersionId };

        ObjectTaggingResult put = await _store.PutObjectTaggingAsync("bucket", "k", new Dictionary<string, string> { ["old"] = "" }, ofOld);

        Assert.That(put.VersionId, Is.EqualTo(old.VersionId));
        Assert.That((await _store.GetObjectTaggingAsync("bucket", "k", ofOld)).Tags.Keys, Is.EqualTo(new[] { "old" }));
        Assert.That((await _store.GetObjectTaggingAsync("bucket", "k")).Tags.Keys, Is.EqualTo(new[] { "current" }));
        Assert.That((await _store.DeleteObjectTaggingAsync("bucket", "k", ofOld)).VersionId, Is.EqualTo(old.VersionId));
        Assert.That((await _store.GetObjectTaggingAsync("bucket", "k")).VersionId, Is.EqualTo(current.VersionId));
    }

    [Test]
    public void Tags_NoSuchObject_IsNotFound()
    {
        Assert.ThrowsAsync<S3NotFoundException>(() => _store.GetObjectTaggingAsync("bucket", "nothing"));
        Assert.ThrowsAsync<S3NotFoundException>(() => _store.PutObjectTaggingAsync("bucket", "nothing", Odd));
        Assert.ThrowsAsync<S3NotFoundException>(() => _store.DeleteObjectTaggingAsync("bucket", "nothing"));
    }

    [TestCaseSource(nameof(NotAllowed))]
    public async Task Tags_NotAllowed_AreRefusedBeforeAnythingIsSent(object tags)
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);
        var map = (IReadOnlyDictionary<string, string>)tags;

        Assert.CatchAsync<ArgumentException>(() => services.Store().PutObjectTaggingAsync("bucket", "k", map));
        Assert.CatchAsync<ArgumentException>(() => services.Store().PutObjectAsync("bucket", "k", new MemoryStream([1]), new PutObjectOptions { Tags = map }));

        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task PutObject_Tags_AreOneEncodedHeader()
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);
        var tags = new Dictionary<string, string> { ["b/c"] = "x y", ["a"] = "1=2+3é" };

        await services.Store().PutObjectAsync("bucket", "k", new MemoryStream([1]), new PutObjectOptions { Tags = tags });
        await services.Store().PutObjectAsync("bucket", "k", new MemoryStream([1]), new PutObjectOptions { Tags = new Dictionary<string, string>() });

        Assert.That(server.Requests[0].Headers["x-amz-tagging"], Is.EqualTo("a=1%3D2%2B3%C3%A9&b%2Fc=x%20y"));
        Assert.That(server.Requests[1].Headers, Does.Not.ContainKey("x-amz-tagging"));
    }

    [Test]
    public async Task PutObjectTagging_Request_IsADocumentWithItsMd5()
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);

        await services.Store().PutObjectTaggingAsync("bucket", "k", new Dictionary<string, string> { ["a"] = "é 1" }, new ObjectTaggingOptions { VersionId = "v/1" });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Last.Target, Is.EqualTo("/bucket/k?tagging=&versionId=v%2F1"));
            Assert.That(Encoding.UTF8.GetString(server.Last.Body), Is.EqualTo(
                "<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet><Tag><Key>a</Key><Value>é 1</Value></Tag></TagSet></Tagging>"));
            Assert.That(server.Last.Headers["content-md5"], Is.EqualTo(Convert.ToBase64String(MD5.HashData(server.Last.Body))));
            Assert.That(server.Last.Headers["content-type"], Is.EqualTo("application/xml"));
        }
    }

    [TestCase(EndpointProfile.Aws, "POST uploads=", "POST uploadId=u")]
    [TestCase(EndpointProfile.Minio, "POST uploads=", "POST uploadId=u")]
    [TestCase(EndpointProfile.Ceph, "POST uploads=", "POST uploadId=u", "PUT tagging=&versionId=v1")]
    [TestCase(EndpointProfile.Generic, "POST uploads=", "POST uploadId=u", "PUT tagging=&versionId=v1")]
    public async Task PutObject_InPartsWithTags_ArePutAtTheEndWhereTheBeginningWouldLoseThem(EndpointProfile profile, params string[] expected)
    {
        var server = new FakeServer(request => request.Method switch
        {
            "POST" when request.Query.StartsWith("uploads", StringComparison.Ordinal) => Replies.Text(200, "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"),
            "POST" => Replies.Text(200, "<CompleteMultipartUploadResult><ETag>e-2</ETag></CompleteMultipartUploadResult>").With("x-amz-version-id", "v1"),
            _ => Replies.Empty(200),
        });
        await using ServiceProvider services = FakeServices.Create(
            server, endpoint => endpoint.Profile = profile, options => (options.Transfers.MultipartThreshold, options.Transfers.PartSize) = (6 * MiB, 5 * MiB));
        var tags = new Dictionary<string, string> { ["a"] = "1" };

        PutObjectResult put = await services.Store().PutObjectAsync("bucket", "k", new MemoryStream(new byte[7 * MiB]), new PutObjectOptions { Tags = tags });

        Assert.That(put.ETag, Is.EqualTo("e-2"));
        Assert.That(server.Requests.Where(request => !request.Query.Contains("partNumber", StringComparison.Ordinal)).Select(request => $"{request.Method} {request.Query}"), Is.EqualTo(expected));
        Assert.That(server.Requests[0].Headers.ContainsKey("x-amz-tagging"), Is.EqualTo(expected.Length == 2));
    }

    [Test]
    public async Task PutObject_InPartsAndTaggingFails_IsThatErrorAndAbortsNothing()
    {
        _services.GetRequiredService<EmbeddedStore>().Faults.Add(new S3Kit.Embedded.EmbeddedFaultRule
        {
            Fault = S3Kit.Embedded.EmbeddedFault.Status(System.Net.HttpStatusCode.Forbidden, "AccessDenied"), Operation = S3Kit.Embedded.EmbeddedOperation.PutObjectTagging,
        });

        S3AccessDeniedException? error = Assert.ThrowsAsync<S3AccessDeniedException>(
            () => _store.PutObjectAsync("bucket", "k", new MemoryStream(new byte[7 * MiB]), new PutObjectOptions { Tags = Odd }));

        Assert.That(error!.Operation, Is.EqualTo("PutObjectTagging"));
        Assert.That((await _store.HeadObjectAsync("bucket", "k"))!.Size, Is.EqualTo(7 * MiB));
    }

    [Test]
    public async Task GetObjectTagging_NothingAtAll_IsEmptyOnlyFromAnS3Store()
    {
        await using ServiceProvider store = FakeServices.Create(new FakeServer(_ => Replies.Empty(200).With("x-amz-request-id", "R")));
        await using ServiceProvider proxy = FakeServices.Create(new FakeServer(_ => Replies.Empty(200)));

        Assert.That((await store.Store().GetObjectTaggingAsync("bucket", "k")).Tags, Is.Empty);
        Assert.ThrowsAsync<S3ServerException>(() => proxy.Store().GetObjectTaggingAsync("bucket", "k"));
    }

    [TestCase("NoSuchTagSet")]
    [TestCase("NoSuchTagSetError")]
    public async Task GetObjectTagging_StoreHasAnErrorForNone_IsEmpty(string code)
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Error(404, code)));

        Assert.That((await services.Store().GetObjectTaggingAsync("bucket", "k")).Tags, Is.Empty);
    }

    [TestCase("<Tagging/>", 0)]
    [TestCase("<Tagging><TagSet/></Tagging>", 0)]
    [TestCase("<Tagging><Other/><TagSet><Tag><Key>a</Key></Tag><Tag><Value>v</Value><Key>b</Key><More/></Tag></TagSet></Tagging>", 2)]
    public async Task GetObjectTagging_OddDocument_IsReadAsFarAsItGoes(string document, int count)
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Text(200, document)));

        Assert.That((await services.Store().GetObjectTaggingAsync("bucket", "k")).Tags, Has.Count.EqualTo(count));
    }

    [TestCase(null, null)]
    [TestCase("3", 3)]
    [TestCase("-1", null)]
    [TestCase("many", null)]
    public async Task HeadObject_TaggingCount_IsReadIfItIsANumber(string? header, int? count)
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => header is null ? Replies.Empty(200) : Replies.Empty(200).With("x-amz-tagging-count", header)));

        Assert.That((await services.Store().HeadObjectAsync("bucket", "k"))!.TagCount, Is.EqualTo(count));
    }

    private static TestCaseData Case(string name, params (string Key, string Value)[] tags) => new TestCaseData(new ListedTags(tags)).SetArgDisplayNames(name);

    /// <summary>A map as an app may write its own: it yields whatever it was made of.</summary>
    private sealed class ListedTags((string Key, string Value)[] tags) : IReadOnlyDictionary<string, string>
    {
        public IEnumerable<string> Keys => tags.Select(tag => tag.Key);

        public IEnumerable<string> Values => tags.Select(tag => tag.Value);

        public int Count => tags.Length;

        public string this[string key] => tags.First(tag => tag.Key == key).Value;

        public bool ContainsKey(string key) => tags.Any(tag => tag.Key == key);

        public bool TryGetValue(string key, out string value)
        {
            value = tags.FirstOrDefault(tag => tag.Key == key).Value;
            return ContainsKey(key);
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value)).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
