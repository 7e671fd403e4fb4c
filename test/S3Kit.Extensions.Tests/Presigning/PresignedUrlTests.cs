using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using S3Kit.Embedded;

namespace S3Kit.Tests.Presigning;

/// <summary>What a signed URL is good for, and what it is not, in the hands of somebody without keys.</summary>
public sealed class PresignedUrlTests
{
    private const string Text = "presigned";

    private static readonly string[] Keys =
    [
        "plain", "a b", "a+b", "100%", "a%2Fb", "a%20b", "%2e%2e/x", "a//b", "//a", "/a", "a/", "Žofie 😀", "e\u0301", "a&b=c?d#e", "a\\b", "a:b@c", "~tilde", "a'b(c)*!",
        "a\tb", "...", "a..b/.c", "\u05d0\u200f",
    ];

    [TestCaseSource(nameof(Keys))]
    public async Task Url_AnyKey_IsExactlyWhatWasSignedHoweverItIsWritten(string key)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        await scene.PutAsync(key, Text);

        Uri url = await scene.SignAsync(HttpMethod.Get, key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(url.OriginalString, Is.EqualTo(url.AbsoluteUri));
            Assert.That(url.ToString(), Is.EqualTo(url.AbsoluteUri));
            Assert.That(new Uri(url.AbsoluteUri).PathAndQuery, Is.EqualTo(url.PathAndQuery), "and whoever parses it again asks for the same");
            Assert.That(url.AbsoluteUri, Does.Match("^[!-~]+$"));
            Assert.That(await scene.Stranger.GetStringAsync(url), Is.EqualTo(Text));
            Assert.That(await scene.Stranger.GetStringAsync(new Uri(url.AbsoluteUri)), Is.EqualTo(Text));
        }
    }

    [TestCase("..")]
    [TestCase("a/../b")]
    [TestCase("../other/key")]
    [TestCase("a/./b")]
    [TestCase("a/..")]
    [TestCase(".")]
    public async Task Url_KeyThatItsUsersWouldCollapse_IsRefused(string key)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();

        Assert.That(() => scene.SignAsync(HttpMethod.Get, key), Throws.ArgumentException.With.Property("ParamName").EqualTo("key"));
    }

    [Test]
    public async Task Get_UntilItExpires_Works()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        await scene.PutAsync("k", Text);
        Uri url = await scene.SignAsync(HttpMethod.Get, "k", seconds: 60);

        scene.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.That(await scene.Stranger.GetStringAsync(url), Is.EqualTo(Text));

        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        await PresignedScene.AssertRefusedAsync(await scene.SendAsync(HttpMethod.Get, url), HttpStatusCode.Forbidden, "AccessDenied", "Request has expired");
    }

    [TestCase("1.9", "1")]
    [TestCase("604800", "604800")]
    public async Task Url_Seconds_AreWholeAndNeverMoreThanAskedFor(string seconds, string expected)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();

        Uri url = await scene.Store.CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));

        Assert.That(QueryOf(url)["X-Amz-Expires"], Is.EqualTo(expected));
        Assert.That(QueryOf(url)["X-Amz-Date"], Is.EqualTo("20260301T120000Z"));
    }

    [Test]
    public async Task Put_WithoutOptions_TakesAnyBody()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        Uri url = await scene.SignAsync(HttpMethod.Put, "k");

        using HttpResponseMessage response = await scene.SendAsync(HttpMethod.Put, url, Text, ("Content-Type", "text/x-own"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await scene.ReadAsync("k"), Is.EqualTo(Text));
        Assert.That((await scene.Store.HeadObjectAsync("bucket", "k"))!.ContentType, Is.EqualTo("text/x-own"));
    }

    [Test]
    public async Task HeadAndDelete_Work()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        await scene.PutAsync("k", Text);

        using HttpResponseMessage head = await scene.SendAsync(HttpMethod.Head, await scene.SignAsync(HttpMethod.Head, "k"));
        using HttpResponseMessage delete = await scene.SendAsync(HttpMethod.Delete, await scene.SignAsync(HttpMethod.Delete, "k"));

        Assert.That((head.StatusCode, head.Content.Headers.ContentLength), Is.EqualTo((HttpStatusCode.OK, (long?)Text.Length)));
        Assert.That(delete.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await scene.Store.HeadObjectAsync("bucket", "k"), Is.Null);
    }

    [Test]
    public async Task Url_MethodInLowerCase_IsSignedInUpperCase()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        await scene.PutAsync("k", Text);

        Assert.That(await scene.Stranger.GetStringAsync(await scene.SignAsync(new HttpMethod("get"), "k")), Is.EqualTo(Text));
    }

    [TestCase("GET", "PUT")]
    [TestCase("GET", "DELETE")]
    [TestCase("GET", "HEAD")]
    [TestCase("PUT", "GET")]
    [TestCase("HEAD", "DELETE")]
    [TestCase("DELETE", "GET")]
    public async Task Url_OtherMethod_IsRefused(string method, string sent)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        await scene.PutAsync("k", Text);
        Uri url = await scene.SignAsync(new HttpMethod(method), "k");

        using HttpResponseMessage response = await scene.SendAsync(new HttpMethod(sent), url, sent == "PUT" ? "other" : null);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await scene.ReadAsync("k"), Is.EqualTo(Text));
    }

    [TestCase("/bucket/k", "/bucket/l")]
    [TestCase("/bucket/", "/other/")]
    [TestCase("X-Amz-Expires=60", "X-Amz-Expires=600000")]
    [TestCase("X-Amz-Date=20260301T120000Z", "X-Amz-Date=20260301T120001Z")]
    [TestCase("response-content-type=text%2Fplain", "response-content-type=text%2Fhtml")]
    [TestCase("&response-content-type=text%2Fplain", "")]
    [TestCase("&X-Amz-Signature=", "&versionId=1&X-Amz-Signature=")]
    [TestCase("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=")]
    [TestCase("X-Amz-Signature=", "X-Amz-Signature=0")]
    [TestCase("%2Fus-east-1%2F", "%2Fus-west-1%2F")]
    public async Task Url_Altered_IsRefused(string what, string by)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        await scene.PutAsync("k", Text);
        await scene.PutAsync("l", Text);
        Uri url = await scene.SignAsync(HttpMethod.Get, "k", new PresignedUrlOptions { ResponseContentType = "text/plain" });
        Assert.That(await scene.Stranger.GetStringAsync(url), Is.EqualTo(Text));
        Assert.That(url.AbsoluteUri, Does.Contain(what));

        using HttpResponseMessage response = await scene.SendAsync(HttpMethod.Get, url.AbsoluteUri.Replace(what, by, StringComparison.Ordinal));

        await PresignedScene.AssertRefusedAsync(response, HttpStatusCode.Forbidden, by.EndsWith("Headers=", StringComparison.Ordinal) ? "AccessDenied" : "SignatureDoesNotMatch");
    }

    [Test]
    public async Task Url_ForgedWithAnotherSecret_IsRefused()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        Uri url = await scene.SignAsync(HttpMethod.Get, "k");
        string accessKey = QueryOf(url)["X-Amz-Credential"]!.Split('/')[0];
        scene.Embedded.Allow(accessKey, "another secret");

        await PresignedScene.AssertRefusedAsync(await scene.SendAsync(HttpMethod.Get, url), HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
    }

    [Test]
    public async Task Get_ResponseHeaders_AreThoseOfTheUrl()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        await scene.PutAsync("k", Text, new PutObjectOptions { ContentType = "application/x-stored" });
        var options = new PresignedUrlOptions
        {
            ResponseContentType = "text/csv; charset=utf-8",
            ResponseContentDisposition = "attachment; filename=\"q 4+%.csv\"",
            ResponseContentEncoding = "identity",
            ResponseContentLanguage = "de-AT",
            ResponseCacheControl = "private, max-age=5",
            ResponseExpires = new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.FromHours(1)),
        };

        foreach (HttpMethod method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using HttpResponseMessage response = await scene.SendAsync(method, await scene.SignAsync(method, "k", options));

            using (Assert.EnterMultipleScope())
            {
                Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
                Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/csv; charset=utf-8"));
                Assert.That(response.Content.Headers.NonValidated["Content-Disposition"].ToString(), Is.EqualTo("attachment; filename=\"q 4+%.csv\""));
                Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "identity" }));
                Assert.That(response.Content.Headers.ContentLanguage, Is.EqualTo(new[] { "de-AT" }));
                Assert.That(response.Headers.CacheControl!.MaxAge, Is.EqualTo(TimeSpan.FromSeconds(5)));
                Assert.That(response.Content.Headers.Expires, Is.EqualTo(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)));
            }
        }
    }

    [Test]
    public async Task Version_IsTheOneThatWasSigned()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        scene.Embedded.Buckets["bucket"].Versioning = BucketVersioning.Enabled;
        string old = (await scene.PutAsync("k", "old")).VersionId!;
        await scene.PutAsync("k", "new");
        var options = new PresignedUrlOptions { VersionId = old };

        Assert.That(await scene.Stranger.GetStringAsync(await scene.SignAsync(HttpMethod.Get, "k", options)), Is.EqualTo("old"));
        using HttpResponseMessage head = await scene.SendAsync(HttpMethod.Head, await scene.SignAsync(HttpMethod.Head, "k", options));
        using HttpResponseMessage delete = await scene.SendAsync(HttpMethod.Delete, await scene.SignAsync(HttpMethod.Delete, "k", options));

        Assert.That(head.Headers.GetValues("x-amz-version-id").Single(), Is.EqualTo(old));
        Assert.That(delete.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await scene.ReadAsync("k"), Is.EqualTo("new"));
        Assert.That(async () => await scene.Store.GetObjectAsync("bucket", "k", new GetObjectOptions { VersionId = old }), Throws.InstanceOf<S3NotFoundException>());
    }

    private static readonly (PresignedUrlOptions Options, string Header, string Right, string? Wrong)[] SignedHeaders =
    [
        (new() { ContentType = "text/csv; charset=utf-8" }, "Content-Type", "text/csv; charset=utf-8", "text/html"),
        (new() { ContentLength = 9 }, "Content-Length", "9", "10"),
        (new() { ContentMd5 = Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(Text))) }, "Content-MD5", Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(Text))), Convert.ToBase64String(new byte[16])),
        (new() { ChecksumSha256 = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text))) }, "x-amz-checksum-sha256", Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text))), Convert.ToBase64String(new byte[32])),
        (new() { StorageClass = "STANDARD_IA" }, "x-amz-storage-class", "STANDARD_IA", "GLACIER"),
        (new() { IfNoneMatch = "*" }, "If-None-Match", "*", "\"e\""),
        (new() { Metadata = new Dictionary<string, string> { ["Author"] = "Ann  B." } }, "x-amz-meta-author", "Ann  B.", "Bob"),
    ];

    [Test]
    public async Task Put_SignedHeader_MustBeSentAsItIs([Range(0, 6)] int index)
    {
        var (options, header, right, wrong) = SignedHeaders[index];
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        Uri url = await scene.SignAsync(HttpMethod.Put, "k", options);
        Assert.That(QueryOf(url)["X-Amz-SignedHeaders"]!.Split(';'), Does.Contain(header.ToLowerInvariant()));

        using HttpResponseMessage other = header == "Content-Length" ? await scene.SendAsync(HttpMethod.Put, url, Text + "!") : await scene.SendAsync(HttpMethod.Put, url, Text, (header, wrong!));
        using HttpResponseMessage missing = await scene.SendAsync(HttpMethod.Put, url, header == "Content-Length" ? "" : Text);
        Assert.That(await scene.Store.HeadObjectAsync("bucket", "k"), Is.Null);
        using HttpResponseMessage response = header == "Content-Length" ? await scene.SendAsync(HttpMethod.Put, url, Text) : await scene.SendAsync(HttpMethod.Put, url, Text, (header, right));

        Assert.That((other.StatusCode, missing.StatusCode, response.StatusCode), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK)));
        Assert.That(await scene.ReadAsync("k"), Is.EqualTo(Text));
    }

    [Test]
    public async Task Put_MetadataThatWasNotSigned_IsRefused()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        Uri url = await scene.SignAsync(HttpMethod.Put, "k");

        using HttpResponseMessage response = await scene.SendAsync(HttpMethod.Put, url, Text, ("x-amz-meta-role", "admin"));

        await PresignedScene.AssertRefusedAsync(response, HttpStatusCode.Forbidden, "AccessDenied");
    }

    [Test]
    public async Task Put_OtherBytesThanItsDigests_AreNotStored()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        string md5 = Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(Text)));
        string sha256 = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

        using HttpResponseMessage byMd5 = await scene.SendAsync(
            HttpMethod.Put, await scene.SignAsync(HttpMethod.Put, "k", new() { ContentMd5 = md5 }), "other", ("Content-MD5", md5));
        using HttpResponseMessage bySha256 = await scene.SendAsync(
            HttpMethod.Put, await scene.SignAsync(HttpMethod.Put, "k", new() { ChecksumSha256 = sha256 }), "other", ("x-amz-checksum-sha256", sha256));

        await PresignedScene.AssertRefusedAsync(byMd5, HttpStatusCode.BadRequest, "BadDigest");
        await PresignedScene.AssertRefusedAsync(bySha256, HttpStatusCode.BadRequest, "BadDigest");
        Assert.That(await scene.Store.HeadObjectAsync("bucket", "k"), Is.Null);
    }

    [Test]
    public async Task Put_OnlyWhatIsNotThere_StoresOnce()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        Uri url = await scene.SignAsync(HttpMethod.Put, "k", new() { IfNoneMatch = "*" });

        using HttpResponseMessage first = await scene.SendAsync(HttpMethod.Put, url, "first", ("If-None-Match", "*"));
        using HttpResponseMessage second = await scene.SendAsync(HttpMethod.Put, url, "second", ("If-None-Match", "*"));

        Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed)));
        Assert.That(await scene.ReadAsync("k"), Is.EqualTo("first"));
    }

    [Test]
    public async Task Parts_PutByStrangers_BecomeTheObject()
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        using var owner = new OwnUpload(scene);
        string uploadId = await owner.BeginAsync("big");
        string first = new('a', 5 * 1024 * 1024);

        List<string> tags = [];
        foreach (var (number, body) in new[] { (1, first), (2, "end") })
        {
            Uri url = await scene.SignAsync(HttpMethod.Put, "big", new() { UploadId = uploadId, PartNumber = number, ContentLength = body.Length });
            using HttpResponseMessage part = await scene.SendAsync(HttpMethod.Put, url, body);
            Assert.That(part.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            tags.Add(part.Headers.ETag!.Tag);
        }

        await owner.CompleteAsync("big", uploadId, tags);
        Assert.That(await scene.ReadAsync("big"), Is.EqualTo(first + "end"));
    }

    [TestCase("partNumber=1", "partNumber=2")]
    [TestCase("uploadId=", "uploadId=0")]
    public async Task Part_Altered_IsRefused(string what, string by)
    {
        await using PresignedScene scene = await PresignedScene.CreateAsync();
        Uri url = await scene.SignAsync(HttpMethod.Put, "big", new() { UploadId = "u", PartNumber = 1 });

        using HttpResponseMessage response = await scene.SendAsync(HttpMethod.Put, url.AbsoluteUri.Replace(what, by, StringComparison.Ordinal), Text);

        await PresignedScene.AssertRefusedAsync(response, HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
    }

    private static System.Collections.Specialized.NameValueCollection QueryOf(Uri url) => HttpUtility.ParseQueryString(url.Query);

    /// <summary>The owner's side of a multipart upload.</summary>
    private sealed class OwnUpload(PresignedScene scene) : IDisposable
    {
        private readonly S3Kit.Tests.Embedded.EmbeddedClient _client = new(scene.Embedded.Allow("OWNER", "SECRET")) { Credentials = new("OWNER", "SECRET") };

        public async Task<string> BeginAsync(string key)
        {
            using HttpResponseMessage response = await _client.SendAsync("POST", "/bucket/" + key, [("uploads", "")]);
            return S3Kit.Tests.Embedded.EmbeddedClient.Value(await S3Kit.Tests.Embedded.EmbeddedClient.XmlAsync(response), "UploadId")!;
        }

        public async Task CompleteAsync(string key, string uploadId, IReadOnlyList<string> tags)
        {
            string parts = string.Concat(tags.Select((tag, i) => $"<Part><PartNumber>{i + 1}</PartNumber><ETag>{tag}</ETag></Part>"));
            using HttpResponseMessage response = await _client.SendXmlAsync(
                "POST", "/bucket/" + key, [("uploadId", uploadId)], $"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        public void Dispose() => _client.Dispose();
    }
}
