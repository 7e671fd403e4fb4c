using System.Net;
using System.Text;

namespace S3Kit.AspNetCore.Tests.Conditions;

[TestFixture]
public class ConditionalReadTests
{
    private const string Before = "Sun, 01 Mar 2026 11:59:59 GMT";
    private const string Exactly = "Sun, 01 Mar 2026 12:00:00 GMT";
    private const string After = "Sun, 01 Mar 2026 12:00:01 GMT";

    private TestApp _app = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _app = await TestApp.StartAsync();
        _app.Store.Add("bucket", "key", Encoding.ASCII.GetBytes("0123456789"), static info => info with { ETag = "abc", CacheControl = "max-age=5" });
    }

    [TearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestCase(304, "If-None-Match", "\"abc\"")]
    [TestCase(304, "If-None-Match", "W/\"abc\"")]
    [TestCase(304, "If-None-Match", "abc")]
    [TestCase(304, "If-None-Match", "*")]
    [TestCase(304, "If-None-Match", "\"x,y\", \"abc\"")]
    [TestCase(200, "If-None-Match", "\"x\", \"y\"")]
    [TestCase(200, "If-None-Match", "\"x\"", "If-Modified-Since", After)]
    [TestCase(304, "If-Modified-Since", Exactly)]
    [TestCase(304, "If-Modified-Since", After)]
    [TestCase(200, "If-Modified-Since", Before)]
    [TestCase(200, "If-Modified-Since", "yesterday")]
    [TestCase(200, "If-Match", "\"abc\"")]
    [TestCase(200, "If-Match", "abc")]
    [TestCase(200, "If-Match", "*")]
    [TestCase(200, "If-Match", "\"x\", \"abc\"")]
    [TestCase(412, "If-Match", "\"x\"")]
    [TestCase(412, "If-Match", "W/\"abc\"")]
    [TestCase(412, "If-Match", "\"unclosed")]
    [TestCase(200, "If-Match", "\"abc\"", "If-Unmodified-Since", Before)]
    [TestCase(412, "If-Match", "\"x\"", "If-None-Match", "\"abc\"")]
    [TestCase(304, "If-Match", "\"abc\"", "If-None-Match", "\"abc\"")]
    [TestCase(200, "If-Unmodified-Since", Exactly)]
    [TestCase(412, "If-Unmodified-Since", Before)]
    public async Task Read_UnderConditions_FollowsTheirOrder(int status, params string[] headers)
    {
        var pairs = headers.Chunk(2).Select(static pair => (pair[0], pair[1])).ToArray();

        using var get = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/key", pairs);
        using var head = await _app.SendAsync(HttpMethod.Head, "/objects/bucket/key", pairs);

        Assert.Multiple(() =>
        {
            Assert.That((int)get.StatusCode, Is.EqualTo(status));
            Assert.That((int)head.StatusCode, Is.EqualTo(status));
        });
    }

    [Test]
    public async Task Get_OfUnchangedObject_CarriesTheValidatorsAndOpensNothing()
    {
        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/key", ("If-Modified-Since", Exactly));
        var body = await response.Content.ReadAsByteArrayAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.Headers.ETag!.Tag, Is.EqualTo("\"abc\""));
            Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("max-age=5"));
            Assert.That(body, Is.Empty);
            Assert.That(_app.Store.Calls, Is.EqualTo(["Head bucket/key"]));
        });
    }

    [TestCase(206, "\"abc\"")]
    [TestCase(206, Exactly)]
    [TestCase(206, "abc")]
    [TestCase(200, "\"x\"")]
    [TestCase(200, "W/\"abc\"")]
    [TestCase(200, Before)]
    [TestCase(200, After)]
    public async Task Get_OfRangeIfUnchanged_AnswersThePartOrTheWhole(int status, string condition)
    {
        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/key", ("Range", "bytes=8-"), ("If-Range", condition));
        var body = await response.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(status));
            Assert.That(body, Is.EqualTo(status == 206 ? "89" : "0123456789"));
        });
    }

    [Test]
    public async Task Get_OfRangeOutsideOfReplacedObject_AnswersTheWhole()
    {
        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/key", ("Range", "bytes=99-"), ("If-Range", "\"x\""));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Get_OfObjectReplacedAfterTheCheck_AnswersTheWholeNewOne()
    {
        _app.Store.BeforeGet = () =>
        {
            _app.Store.BeforeGet = static () => { };
            _app.Store.Add("bucket", "key", Encoding.ASCII.GetBytes("abcdef"), static info => info with { ETag = "new" });
        };

        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/key", ("Range", "bytes=2-3"), ("If-Range", "\"abc\""));
        var body = await response.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(response.Headers.ETag!.Tag, Is.EqualTo("\"new\""));
            Assert.That(body, Is.EqualTo("abcdef"));
        });
    }

    [Test]
    public async Task Get_OfObjectReplacedAfterIfMatchHeld_FailsTheCondition()
    {
        _app.Store.BeforeGet = () => _app.Store.Add("bucket", "key", [1], static info => info with { ETag = "new" });

        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/key", ("If-Match", "\"abc\""));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task Get_OfMissingKeyUnderCondition_IsNotFound()
    {
        using var response = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/missing", ("If-None-Match", "*"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
