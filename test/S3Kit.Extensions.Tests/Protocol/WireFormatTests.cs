using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using S3Kit.Protocol;
using S3Kit.Tests.Embedded;
using S3Kit.Tests.Protocol.Signing;
using S3Kit.Tests.Store;

namespace S3Kit.Tests.Protocol;

/// <summary>Requests as they go out.</summary>
public sealed class WireFormatTests
{
    private static readonly DateTimeOffset Now = new(2024, 5, 24, 10, 20, 30, TimeSpan.Zero);

    [TestCase("a", "/bucket/a")]
    [TestCase("a b", "/bucket/a%20b")]
    [TestCase("a+b", "/bucket/a%2Bb")]
    [TestCase("100%", "/bucket/100%25")]
    [TestCase("a%20b", "/bucket/a%2520b")]
    [TestCase("a%2Fb", "/bucket/a%252Fb")]
    [TestCase("a&b=c?d#e", "/bucket/a%26b%3Dc%3Fd%23e")]
    [TestCase("naïve/漢字/😀", "/bucket/na%C3%AFve/%E6%BC%A2%E5%AD%97/%F0%9F%98%80")]
    [TestCase("a//b", "/bucket/a//b")]
    [TestCase("/a", "/bucket//a")]
    [TestCase("a/", "/bucket/a/")]
    [TestCase("/", "/bucket//")]
    [TestCase("..", "/bucket/..")]
    [TestCase("../other/key", "/bucket/../other/key")]
    [TestCase("a/./b/../c", "/bucket/a/./b/../c")]
    [TestCase(".", "/bucket/.")]
    [TestCase("a\\b", "/bucket/a%5Cb")]
    [TestCase("\u0001\n\t", "/bucket/%01%0A%09")]
    [TestCase("a:b@c;d,e!$'()*[]", "/bucket/a%3Ab%40c%3Bd%2Ce%21%24%27%28%29%2A%5B%5D")]
    [TestCase("-._~", "/bucket/-._~")]
    public async Task Put_Key_IsSentExactly(string key, string target)
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);

        PutObjectResult result = await services.Store().PutObjectAsync("bucket", key, new MemoryStream([1]));

        Assert.That(server.Last.Target, Is.EqualTo(target));
        Assert.That(result.Location.OriginalString, Is.EqualTo("http://127.0.0.1:1" + target));
    }

    [Test]
    public async Task Head_KeyOf1024Bytes_IsSentWhole()
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);

        await services.Store().HeadObjectAsync("bucket", new string('é', 512));

        Assert.That(server.Last.Target, Is.EqualTo("/bucket/" + string.Concat(Enumerable.Repeat("%C3%A9", 512))));
    }

    [TestCase("http://127.0.0.1:9000", AddressingStyle.Auto, "127.0.0.1:9000", "/bucket/k")]
    [TestCase("http://storage.local", AddressingStyle.Auto, "storage.local", "/bucket/k")]
    [TestCase("http://storage.local:80", AddressingStyle.Path, "storage.local", "/bucket/k")]
    [TestCase("https://storage.local:443", AddressingStyle.Path, "storage.local", "/bucket/k")]
    [TestCase("https://storage.local:80", AddressingStyle.Path, "storage.local:80", "/bucket/k")]
    [TestCase("http://storage.local:9000", AddressingStyle.VirtualHost, "bucket.storage.local:9000", "/k")]
    [TestCase("https://s3.eu-west-1.amazonaws.com", AddressingStyle.Auto, "bucket.s3.eu-west-1.amazonaws.com", "/k")]
    [TestCase("https://s3.eu-west-1.amazonaws.com", AddressingStyle.Path, "s3.eu-west-1.amazonaws.com", "/bucket/k")]
    [TestCase("http://[::1]:9000", AddressingStyle.Auto, "[::1]:9000", "/bucket/k")]
    [TestCase("http://STORAGE.Local:9000", AddressingStyle.Path, "storage.local:9000", "/bucket/k")]
    public async Task Head_AddressAndStyle_GiveHostAndPath(string url, AddressingStyle style, string host, string path)
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server, endpoint => (endpoint.Url, endpoint.AddressingStyle) = (url, style));

        await services.Store().HeadObjectAsync("bucket", "k");

        Assert.That(server.Last.Host, Is.EqualTo(host));
        Assert.That(server.Last.Target, Is.EqualTo(path));
        AssertSigned(server.Last, Region(server.Last));
    }

    [Test]
    public async Task Page_Query_IsEncodedAndSorted()
    {
        var server = new FakeServer(_ => Replies.Text(200, "<ListBucketResult/>"));
        await using ServiceProvider services = FakeServices.Create(server);

        await services.Store().ListObjectsPageAsync("bucket", "a b+c/ü&=", new ListObjectsOptions { Delimiter = "/", MaxKeys = 7, StartAfter = "a b+c/ü&=é" });

        Assert.That(server.Last.Path, Is.EqualTo("/bucket"));
        Assert.That(server.Last.Query, Is.EqualTo(
            "delimiter=%2F&encoding-type=url&list-type=2&max-keys=7&prefix=a%20b%2Bc%2F%C3%BC%26%3D&start-after=a%20b%2Bc%2F%C3%BC%26%3D%C3%A9"));
        AssertSigned(server.Last);
    }

    [TestCaseSource(typeof(StoreOperation), nameof(StoreOperation.All))]
    public async Task AnyOperation_Request_IsSignedAsTheDefinitionSays(StoreOperation operation)
    {
        var server = new FakeServer(_ => Replies.Empty(403));
        await using ServiceProvider services = FakeServices.Create(server, endpoint => (endpoint.SessionToken, endpoint.Region) = ("token/1+", "eu-west-9"), time: new FakeTimeProvider(Now));

        Assert.CatchAsync<S3KitException>(() => operation.Run(services.Store()));

        CapturedRequest sent = server.Last;
        using (Assert.EnterMultipleScope())
        {
            AssertSigned(sent, "eu-west-9");
            Assert.That(sent.Headers["x-amz-date"], Is.EqualTo("20240524T102030Z"));
            Assert.That(sent.Headers["x-amz-security-token"], Is.EqualTo("token/1+"));
            Assert.That(sent.Headers["x-amz-content-sha256"], Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(sent.Body))));
            Assert.That(sent.Headers["authorization"], Does.StartWith($"AWS4-HMAC-SHA256 Credential={FakeServices.AccessKey}/20240524/eu-west-9/s3/aws4_request, SignedHeaders="));
            Assert.That(sent.Headers["user-agent"], Does.Match(@"^S3Kit/\d+\.\d+\.\d+"));
            Assert.That(sent.Headers, Does.Not.ContainKey("expect").And.Not.ContainKey("transfer-encoding"));
            Assert.That(sent.Headers.GetValueOrDefault("content-length"), Is.EqualTo(sent.Method is "PUT" or "POST" ? $"{sent.Body.Length}" : null));
        }
    }

    [Test]
    public async Task Put_WithoutKeys_IsSentUnsigned()
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server, endpoint => (endpoint.AccessKey, endpoint.SecretKey) = (null, null));

        await services.Store().PutObjectAsync("bucket", "k", new MemoryStream([1]));

        Assert.That(server.Last.Headers.Keys, Is.EquivalentTo(["content-length", "content-type", "host", "user-agent"]));
    }

    [Test]
    public async Task Put_AllOptions_AreSentAndSigned()
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);
        var options = new PutObjectOptions
        {
            ContentType = "text/plain; charset=utf-8",
            ContentDisposition = "attachment; filename*=UTF-8''%C3%A9.txt",
            ContentEncoding = "gzip",
            ContentLanguage = "de, en",
            CacheControl = "max-age=60, private",
            StorageClass = "STANDARD_IA",
            IfMatch = "abc",
            IfNoneMatch = "*",
            Metadata = new Dictionary<string, string> { ["Plain"] = "a  b", ["Umlaut"] = "Ü", ["empty"] = "" },
        };

        await services.Store().PutObjectAsync("bucket", "k", new MemoryStream("hello"u8.ToArray()), options);

        CapturedRequest sent = server.Last;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Headers["content-type"], Is.EqualTo("text/plain; charset=utf-8"));
            Assert.That(sent.Headers["content-disposition"], Is.EqualTo("attachment; filename*=UTF-8''%C3%A9.txt"));
            Assert.That(sent.Headers["content-encoding"], Is.EqualTo("gzip"));
            Assert.That(sent.Headers["content-language"], Is.EqualTo("de, en"));
            Assert.That(sent.Headers["cache-control"], Is.EqualTo("max-age=60, private"));
            Assert.That(sent.Headers["x-amz-storage-class"], Is.EqualTo("STANDARD_IA"));
            Assert.That(sent.Headers["if-match"], Is.EqualTo("abc"));
            Assert.That(sent.Headers["if-none-match"], Is.EqualTo("*"));
            Assert.That(sent.Headers["x-amz-meta-plain"], Is.EqualTo("a  b"));
            Assert.That(sent.Headers["x-amz-meta-umlaut"], Is.EqualTo("=?UTF-8?B?w5w=?="));
            Assert.That(sent.Headers["x-amz-meta-empty"], Is.Empty);
            Assert.That(SignedHeaders(sent), Is.EqualTo(
                "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-meta-empty;x-amz-meta-plain;x-amz-meta-umlaut;x-amz-storage-class"));
            Assert.That(sent.Body, Is.EqualTo("hello"u8.ToArray()));
            AssertSigned(sent);
        }
    }

    [Test]
    public async Task Put_NothingSaid_IsAnOctetStream()
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);

        await services.Store().PutObjectAsync("bucket", "k", new MemoryStream());

        Assert.That(server.Last.Headers["content-type"], Is.EqualTo("application/octet-stream"));
        Assert.That(server.Last.Headers["content-length"], Is.EqualTo("0"));
    }

    [Test]
    public async Task Put_LargeStream_IsSentWithoutAHashButWithItsLength()
    {
        const int length = (16 * 1024 * 1024) + 1;
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);

        await services.Store().PutObjectAsync("bucket", "k", new UnseekableStream(new MemoryStream(new byte[length])), new PutObjectOptions { ContentLength = length });

        Assert.That(server.Last.Headers["x-amz-content-sha256"], Is.EqualTo("UNSIGNED-PAYLOAD"));
        Assert.That(server.Last.Headers["content-length"], Is.EqualTo($"{length}"));
        AssertSigned(server.Last);
    }

    [TestCase("abc", "\"abc\"")]
    [TestCase("\"abc\"", "\"abc\"")]
    [TestCase("W/\"abc\"", "W/\"abc\"")]
    [TestCase("\"a\", \"b\"", "\"a\", \"b\"")]
    public async Task Get_Conditions_AreQuoted(string tag, string header)
    {
        var server = new FakeServer(_ => Replies.Bytes(200, [1]).With("ETag", tag.Contains(',') ? "\"b\"" : "\"abc\""));
        await using ServiceProvider services = FakeServices.Create(server);
        var changed = new DateTimeOffset(2024, 5, 24, 12, 0, 0, TimeSpan.FromHours(2));

        await using GetObjectResult result = await services.Store().GetObjectAsync("bucket", "k", new GetObjectOptions
        {
            IfMatch = tag, IfNoneMatch = tag, IfModifiedSince = changed, IfUnmodifiedSince = changed, VersionId = "v 1", Range = ByteRange.From(0),
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Last.Headers["if-match"], Is.EqualTo(header));
            Assert.That(server.Last.Headers["if-none-match"], Is.EqualTo(header));
            Assert.That(server.Last.Headers["if-modified-since"], Is.EqualTo("Fri, 24 May 2024 10:00:00 GMT"));
            Assert.That(server.Last.Headers["if-unmodified-since"], Is.EqualTo("Fri, 24 May 2024 10:00:00 GMT"));
            Assert.That(server.Last.Headers["range"], Is.EqualTo("bytes=0-"));
            Assert.That(server.Last.Query, Is.EqualTo("versionId=v%201"));
        }
    }

    [TestCase("\"abc\"", "abc")]
    [TestCase("abc", "abc")]
    [TestCase("W/\"abc\"", "abc")]
    [TestCase("\"\"", "")]
    [TestCase("\"", "\"")]
    [TestCase(null, null)]
    public void Unquote_Header_IsTheTag(string? header, string? tag) => Assert.That(ETags.Unquote(header), Is.EqualTo(tag));

    [TestCase(null, "")]
    [TestCase("us-east-1", "")]
    [TestCase("eu-west-1", "eu-west-1")]
    [TestCase("a&<b>", "a&amp;&lt;b&gt;")]
    public async Task CreateBucket_Constraint_IsSentUnlessItIsTheDefault(string? constraint, string sent)
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);

        await services.Store().CreateBucketAsync("bucket", new CreateBucketOptions { LocationConstraint = constraint });

        Assert.That(Encoding.UTF8.GetString(server.Last.Body), sent.Length == 0 ? Is.Empty : Does.Contain($"<LocationConstraint>{sent}</LocationConstraint>"));
        AssertSigned(server.Last);
    }

    /// <summary>Computes the signature once more, from what was sent and the definition alone.</summary>
    private static void AssertSigned(CapturedRequest sent, string region = "us-east-1")
    {
        string[] signed = SignedHeaders(sent).Split(';');
        var headers = new Dictionary<string, string>(sent.Headers) { ["host"] = sent.Host };
        string canonicalHeaders = string.Concat(signed.Select(name => $"{name}:{System.Text.RegularExpressions.Regex.Replace(headers[name].Trim(), " +", " ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))}\n"));
        string canonical = $"{sent.Method}\n{sent.Path}\n{sent.Query}\n{canonicalHeaders}\n{string.Join(';', signed)}\n{sent.Headers["x-amz-content-sha256"]}";
        DateTimeOffset time = DateTimeOffset.ParseExact(sent.Headers["x-amz-date"], "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal);
        string expected = SlowSignature.Of(new S3Credentials(FakeServices.AccessKey, FakeServices.SecretKey), region, time, canonical);

        Assert.That(sent.Headers["authorization"], Does.EndWith("Signature=" + expected));
        Assert.That(signed, Is.SupersetOf(sent.Headers.Keys.Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal)).Append("host")));
    }

    private static string SignedHeaders(CapturedRequest sent) => sent.Headers["authorization"].Split("SignedHeaders=")[1].Split(',')[0];

    private static string Region(CapturedRequest sent) => sent.Headers["authorization"].Split('/')[2];
}
