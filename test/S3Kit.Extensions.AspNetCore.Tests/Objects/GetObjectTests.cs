using System.Net;
using System.Text;

namespace S3Kit.AspNetCore.Tests.Objects;

[TestFixture]
public class GetObjectTests
{
    private static readonly byte[] Digits = Encoding.ASCII.GetBytes("0123456789");

    private TestApp _app = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await TestApp.StartAsync();
        _app.Store.Add("bucket", "key", Digits, static info => info with
        {
            ETag = "abc",
            ContentType = "text/html",
            ContentDisposition = "inline; filename=\"x.html\"",
            ContentEncoding = "identity",
            ContentLanguage = "en",
            CacheControl = "max-age=5",
            Expires = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero),
            StorageClass = "STANDARD",
            VersionId = "v7",
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["author"] = "Ada", ["city"] = "Köln", ["bad name"] = "x" },
        });
    }

    [TearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestCase("GET")]
    [TestCase("HEAD")]
    public async Task Read_OfObject_DescribesIt(string method)
    {
        using var response = await _app.SendAsync(new HttpMethod(method), "/objects/bucket/key");
        var body = await response.Content.ReadAsByteArrayAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Headers.ETag!.ToString(), Is.EqualTo("\"abc\""));
            Assert.That(response.Headers.AcceptRanges, Is.EqualTo(["bytes"]));
            Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("max-age=5"));
            Assert.That(Header(response, "x-amz-version-id"), Is.EqualTo("v7"));
            Assert.That(Header(response, "x-amz-storage-class"), Is.EqualTo("STANDARD"));
            Assert.That(Header(response, "x-amz-meta-author"), Is.EqualTo("Ada"));
            Assert.That(Header(response, "x-amz-meta-city"), Is.EqualTo("=?UTF-8?B?S8O2bG4=?="));
            Assert.That(Header(response, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
            Assert.That(Header(response, "Content-Security-Policy"), Is.EqualTo("sandbox"));
            Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(10));
            Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/html"));
            Assert.That(response.Content.Headers.ContentDisposition!.ToString(), Is.EqualTo("inline; filename=\"x.html\""));
            Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo(["identity"]));
            Assert.That(response.Content.Headers.ContentLanguage, Is.EqualTo(["en"]));
            Assert.That(response.Content.Headers.Expires, Is.EqualTo(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero)));
            Assert.That(response.Content.Headers.LastModified, Is.EqualTo(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)));
            Assert.That(body, Is.EqualTo(method is "GET" ? Digits : []));
        });
    }

    [Test]
    public async Task Get_OfObjectWithoutDescription_IsOctetStream()
    {
        _app.Store.Add("bucket", "bare", Digits, static info => info with { ETag = null, LastModified = null });

        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/bare");

        Assert.Multiple(() =>
        {
            Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/octet-stream"));
            Assert.That(response.Headers.ETag, Is.Null);
            Assert.That(response.Content.Headers.LastModified, Is.Null);
        });
    }

    [Test]
    public async Task Get_WithStoredHeaderThatNoHeaderCanHold_IsServedAllTheSame()
    {
        _app.Store.Add("bucket", "odd", Digits, static info => info with { ContentDisposition = "attachment; filename=\"ä\r\n.txt\"" });

        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/odd");

        Assert.That(Header(response, "Content-Disposition"), Is.EqualTo("attachment; filename=\"___.txt\""));
    }

    [TestCase("bytes=0-0", "0", "bytes 0-0/10")]
    [TestCase("bytes=2-4", "234", "bytes 2-4/10")]
    [TestCase("bytes=7-", "789", "bytes 7-9/10")]
    [TestCase("bytes=-3", "789", "bytes 7-9/10")]
    [TestCase("bytes=-99", "0123456789", "bytes 0-9/10")]
    [TestCase("bytes=8-99", "89", "bytes 8-9/10")]
    [TestCase("BYTES=8-", "89", "bytes 8-9/10")]
    public async Task Get_OfRange_AnswersThatPart(string range, string expected, string contentRange)
    {
        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/key", ("Range", range));
        var body = await response.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
            Assert.That(response.Content.Headers.ContentRange!.ToString(), Is.EqualTo(contentRange));
            Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(expected.Length));
            Assert.That(body, Is.EqualTo(expected));
        });
    }

    [TestCase("bytes=0-1,4-5")]
    [TestCase("bytes=5-2")]
    [TestCase("bytes=x-y")]
    [TestCase("lines=0-1")]
    [TestCase("bytes=")]
    [TestCase("nonsense")]
    public async Task Get_OfRangeThatMayBeIgnored_AnswersTheWhole(string range)
    {
        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/key", ("Range", range));

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(10));
            Assert.That(response.Content.Headers.ContentRange, Is.Null);
        });
    }

    [TestCase("bytes=10-")]
    [TestCase("bytes=99-100")]
    [TestCase("bytes=-0")]
    public async Task Get_OfRangeOutside_IsNotSatisfiable(string range)
    {
        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/key", ("Range", range));

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
            Assert.That(response.Content.Headers.ContentRange!.ToString(), Is.EqualTo("bytes */10"));
            Assert.That(response.Headers.ETag, Is.Null);
        });
    }

    [Test]
    public async Task Head_WithRange_DescribesTheWhole()
    {
        using var response = await _app.SendAsync(HttpMethod.Head, "/objects/bucket/key", ("Range", "bytes=0-1"));

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(10));
        });
    }

    [TestCase("GET")]
    [TestCase("HEAD")]
    public async Task Read_OfVersion_AsksForIt(string method)
    {
        using var response = await _app.SendAsync(new HttpMethod(method), "/objects/bucket/key?versionId=v%2B7");

        Assert.That((method is "GET" ? _app.Store.LastGet : _app.Store.LastHead)!.VersionId, Is.EqualTo("v+7"));
    }

    [TestCase("GET")]
    [TestCase("HEAD")]
    public async Task Read_OfMissingKey_IsNotFound(string method)
    {
        using var response = await _app.SendAsync(new HttpMethod(method), "/objects/bucket/missing");
        var body = await response.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(body, method is "HEAD" ? Is.Empty : Does.Contain("NoSuchKey"));
        });
    }

    [Test]
    public async Task Get_OfEmptyObject_IsEmpty()
    {
        _app.Store.Add("bucket", "empty", []);

        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/empty");

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Content.Headers.ContentLength, Is.Zero);
        });
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;
}
