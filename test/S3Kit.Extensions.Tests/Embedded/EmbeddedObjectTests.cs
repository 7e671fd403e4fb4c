using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using S3Kit.Protocol;

namespace S3Kit.Tests.Embedded;

public class EmbeddedObjectTests
{
    private static readonly DateTimeOffset Stored = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCase("plain")]
    [TestCase("a b+c%d")]
    [TestCase("a//b")]
    [TestCase("/lead")]
    [TestCase("trail/")]
    [TestCase("a/../b")]
    [TestCase("../up")]
    [TestCase("a/./b")]
    [TestCase("caf\u00e9/\u6f22/\U0001F600")]
    [TestCase("%2F%25")]
    [TestCase("q?x=1&y#z")]
    public async Task PutObject_AnyKey_ComesBackUnderItAlone(string key)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync(key, "text of " + key);
        var listing = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", [("list-type", "2")]));

        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync(key)), Is.EqualTo("text of " + key));
        Assert.That(listing.Descendants(listing.Name.Namespace + "Key").Select(e => e.Value), Is.EqualTo(new[] { key }));
    }

    [Test]
    public async Task HeadObject_StoredWithHeaders_ReturnsThemAll()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync(
            "k",
            "text",
            ("content-type", "text/plain"),
            ("content-disposition", "attachment; filename=a.txt"),
            ("content-encoding", "aws-chunked, gzip"),
            ("content-language", "de"),
            ("cache-control", "max-age=5"),
            ("expires", "Wed, 21 Oct 2026 07:28:00 GMT"),
            ("x-amz-storage-class", "STANDARD_IA"),
            ("x-amz-meta-Colour", "gr\u00fcn"));
        using var head = await client.SendAsync("HEAD", "/bucket/k");
        var content = head.Content.Headers.NonValidated;

        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(head.Content.Headers.ContentLength, Is.EqualTo(4));
        Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
        Assert.That(content["Content-Type"].ToString(), Is.EqualTo("text/plain"));
        Assert.That(content["Content-Disposition"].ToString(), Is.EqualTo("attachment; filename=a.txt"));
        Assert.That(content["Content-Encoding"].ToString(), Is.EqualTo("gzip"));
        Assert.That(content["Content-Language"].ToString(), Is.EqualTo("de"));
        Assert.That(content["Expires"].ToString(), Is.EqualTo("Wed, 21 Oct 2026 07:28:00 GMT"));
        Assert.That(content["Last-Modified"].ToString(), Is.EqualTo("Sun, 01 Mar 2026 12:00:00 GMT"));
        Assert.That(head.Headers.GetValues("Cache-Control").Single(), Is.EqualTo("max-age=5"));
        Assert.That(head.Headers.GetValues("x-amz-storage-class").Single(), Is.EqualTo("STANDARD_IA"));
        Assert.That(head.Headers.GetValues("x-amz-meta-colour").Single(), Is.EqualTo("gr\u00fcn"));
        Assert.That(head.Headers.GetValues("Accept-Ranges").Single(), Is.EqualTo("bytes"));
        Assert.That(head.Headers.ETag!.Tag, Is.EqualTo(ETagOf("text")));
    }

    [Test]
    public async Task PutObject_LargeBodyWithoutBuffer_IsStoredInPiecesAndReadAcrossThem()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var bytes = new byte[9 * 1024 * 1024 + 17];
        new Random(5).NextBytes(bytes);
        using var put = await client.SendAsync("PUT", "/bucket/big", body: new StreamContent(new MemoryStream(bytes)));
        var whole = await (await client.GetAsync("big")).Content.ReadAsByteArrayAsync();
        using var middle = await client.GetAsync("big", ("Range", "bytes=4194300-8388700"));

        Assert.That(put.Headers.ETag!.Tag, Is.EqualTo($"\"{Convert.ToHexStringLower(MD5.HashData(bytes))}\""));
        Assert.That(whole, Is.EqualTo(bytes));
        Assert.That(await middle.Content.ReadAsByteArrayAsync(), Is.EqualTo(bytes[4194300..8388701]));
    }

    [Test]
    public async Task GetObject_Missing_IsNoSuchKeyAndHeadHasNoBody()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var get = await client.GetAsync("none");
        using var head = await client.SendAsync("HEAD", "/bucket/none");

        Assert.That(get.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(get), Is.EqualTo("NoSuchKey"));
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [TestCase("bytes=0-2", "012", "bytes 0-2/10")]
    [TestCase("bytes=7-", "789", "bytes 7-9/10")]
    [TestCase("bytes=-3", "789", "bytes 7-9/10")]
    [TestCase("bytes=-50", "0123456789", "bytes 0-9/10")]
    [TestCase("bytes=9-100", "9", "bytes 9-9/10")]
    public async Task GetObject_Range_Is206WithThatPart(string range, string expected, string contentRange)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "0123456789");
        using var response = await client.GetAsync("k", ("Range", range));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await EmbeddedClient.TextAsync(response), Is.EqualTo(expected));
        Assert.That(response.Content.Headers.ContentRange!.ToString(), Is.EqualTo(contentRange));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(expected.Length));
    }

    [TestCase("bytes=10-")]
    [TestCase("bytes=10-20")]
    [TestCase("bytes=-0")]
    public async Task GetObject_RangePastTheEnd_Is416WithTheSize(string range)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "0123456789");
        using var response = await client.GetAsync("k", ("Range", range));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestedRangeNotSatisfiable));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("InvalidRange"));
        Assert.That(response.Content.Headers.ContentRange!.Length, Is.EqualTo(10));
    }

    [TestCase("bytes=5-2")]
    [TestCase("bytes=x-")]
    [TestCase("lines=1-2")]
    [TestCase("bytes=0-1,3-4")]
    public async Task GetObject_RangeThatMakesNoSense_IsIgnored(string range)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "0123456789");
        using var response = await client.GetAsync("k", ("Range", range));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await EmbeddedClient.TextAsync(response), Is.EqualTo("0123456789"));
    }

    // E: the object's ETag. Seconds are relative to its last change. Precedence is RFC 9110's.
    [TestCase("E", null, null, null, 200)]
    [TestCase("\"other\"", null, null, null, 412)]
    [TestCase("E", null, null, -60, 200)]
    [TestCase(null, null, null, -60, 412)]
    [TestCase(null, null, null, 0, 200)]
    [TestCase(null, "E", null, null, 304)]
    [TestCase(null, "*", null, null, 304)]
    [TestCase(null, "\"x\", E", null, null, 304)]
    [TestCase(null, "\"other\"", null, null, 200)]
    [TestCase(null, "\"other\"", 60, null, 200)]
    [TestCase(null, null, 0, null, 304)]
    [TestCase(null, null, -60, null, 200)]
    [TestCase("E", "E", null, null, 304)]
    [TestCase("\"other\"", "E", null, null, 412)]
    public async Task GetObject_Conditions_FollowTheirPrecedence(string? match, string? noneMatch, int? modified, int? unmodified, int status)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "text");
        var headers = new List<(string, string)>();
        Add("If-Match", match?.Replace("E", ETagOf("text"), StringComparison.Ordinal));
        Add("If-None-Match", noneMatch?.Replace("E", ETagOf("text"), StringComparison.Ordinal));
        Add("If-Modified-Since", modified is { } m ? Stored.AddSeconds(m).ToString("r", CultureInfo.InvariantCulture) : null);
        Add("If-Unmodified-Since", unmodified is { } u ? Stored.AddSeconds(u).ToString("r", CultureInfo.InvariantCulture) : null);
        using var response = await client.GetAsync("k", [.. headers]);

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(await EmbeddedClient.TextAsync(response), status switch { 200 => Is.EqualTo("text"), 304 => Is.Empty, _ => Does.Contain("PreconditionFailed") });
        Assert.That(response.Headers.ETag?.Tag, Is.EqualTo(status == 412 ? null : ETagOf("text")));

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                headers.Add((name, value));
            }
        }
    }

    [Test]
    public async Task GetObject_ResponseOverrides_ReplaceWhatIsStored()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "text", ("content-type", "text/plain"), ("cache-control", "no-store"));
        using var response = await client.SendAsync(
            "GET", "/bucket/k", [("response-content-type", "a/b"), ("response-cache-control", "max-age=1"), ("response-content-disposition", "inline")]);

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("a/b"));
        Assert.That(response.Headers.CacheControl!.ToString(), Is.EqualTo("max-age=1"));
        Assert.That(response.Content.Headers.ContentDisposition!.DispositionType, Is.EqualTo("inline"));
    }

    [TestCase("If-None-Match", "*", true, 412)]
    [TestCase("If-None-Match", "*", false, 200)]
    [TestCase("If-None-Match", "\"etag\"", true, 501)]
    [TestCase("If-Match", "E", true, 200)]
    [TestCase("If-Match", "\"other\"", true, 412)]
    [TestCase("If-Match", "E", false, 404)]
    public async Task PutObject_Condition_DecidesWhetherItIsStored(string name, string value, bool exists, int status)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        if (exists)
        {
            await client.PutAsync("k", "old");
        }

        using var response = await client.SendAsync(
            "PUT", "/bucket/k", body: new StringContent("new"), headers: [(name, value.Replace("E", ETagOf("old"), StringComparison.Ordinal))]);
        using var after = await client.GetAsync("k");

        Assert.That((int)response.StatusCode, Is.EqualTo(status));
        Assert.That(await EmbeddedClient.TextAsync(after), status == 200 ? Is.EqualTo("new") : exists ? Is.EqualTo("old") : Does.Contain("NoSuchKey"));
    }

    [Test]
    public async Task PutObject_WrongHashes_StoreNothing()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var sha = await client.SendAsync(
            "PUT", "/bucket/k", body: new StringContent("text"), headers: [("x-amz-content-sha256", SigV4Signer.Sha256Hex("other"u8))]);
        using var md5 = await client.SendAsync(
            "PUT", "/bucket/k", body: new StringContent("text"), headers: [("content-md5", Convert.ToBase64String(MD5.HashData("other"u8)))]);
        using var bad = await client.SendAsync("PUT", "/bucket/k", body: new StringContent("text"), headers: [("content-md5", "nonsense")]);

        Assert.That(await EmbeddedClient.ErrorCodeAsync(sha), Is.EqualTo("XAmzContentSHA256Mismatch"));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(md5), Is.EqualTo("BadDigest"));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(bad), Is.EqualTo("InvalidDigest"));
        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task PutObject_RightHashes_AreAccepted()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync(
            "k", "text", ("x-amz-content-sha256", SigV4Signer.Sha256Hex("text"u8)), ("content-md5", Convert.ToBase64String(MD5.HashData("text"u8))));

        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task PutObject_FewerBytesThanDeclared_IsIncompleteBody()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var body = new StringContent("text");
        body.Headers.ContentLength = 10;
        using var response = await client.SendAsync("PUT", "/bucket/k", body: body);

        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("IncompleteBody"));
    }

    [Test]
    public async Task PutObject_LengthNotDeclared_Is411()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var pipe = new MemoryStream("text"u8.ToArray());
        using var response = await client.SendAsync("PUT", "/bucket/k", body: new StreamContent(new UnseekableStream(pipe)));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.LengthRequired));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("MissingContentLength"));
    }

    [TestCase(1024, HttpStatusCode.OK)]
    [TestCase(1025, HttpStatusCode.BadRequest)]
    public async Task PutObject_LongKey_IsTakenUpTo1024Bytes(int length, HttpStatusCode expected)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var response = await client.SendAsync("PUT", "/bucket/" + new string('k', length), body: new StringContent("x"));

        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }

    [TestCase(2048 - 1, HttpStatusCode.OK)]
    [TestCase(2048, HttpStatusCode.BadRequest)]
    public async Task PutObject_Metadata_IsTakenUpToTwoKilobytes(int length, HttpStatusCode expected)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var response = await client.SendAsync("PUT", "/bucket/k", body: new StringContent("x"), headers: [("x-amz-meta-a", new string('v', length))]);

        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task DeleteObject_Twice_Is204BothTimes()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "x");
        using var first = await client.SendAsync("DELETE", "/bucket/k");
        using var second = await client.SendAsync("DELETE", "/bucket/k");

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("/bucket/%zz")]
    [TestCase("/bucket/%ff%fe")]
    [TestCase("/bucket/%2")]
    public async Task Send_PathThatIsNotUtf8_IsInvalidUri(string path)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var uri = new Uri($"http://{EmbeddedClient.Host}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, uri));

        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("InvalidURI"));
    }

    [Test]
    public async Task Send_CancelledBefore_ThrowsWithTheCallersToken()
    {
        using var client = new EmbeddedClient();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.That(
            async () => await client.SendAsync("GET", "/", cancellationToken: cancelled.Token),
            Throws.InstanceOf<OperationCanceledException>().With.Property("CancellationToken").EqualTo(cancelled.Token));
    }

    [Test]
    public async Task PutObject_ManyAtOnce_AreAllStoredAndListed()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await Parallel.ForAsync(0, 200, async (i, _) => await client.PutAsync($"k{i:000}", $"v{i}"));
        var listing = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", [("list-type", "2")]));

        Assert.That(listing.Descendants(listing.Name.Namespace + "Key").Select(e => e.Value), Is.EqualTo(Enumerable.Range(0, 200).Select(i => $"k{i:000}")));
    }

    private static string ETagOf(string text) => $"\"{Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)))}\"";
}
