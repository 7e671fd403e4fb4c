using System.Security.Cryptography;

namespace S3Kit.IntegrationTests;

/// <summary>What is signed here, curl uses on a real store without keys; and what it must not be good for.</summary>
public sealed class PresignedUrlTests : StoreFixture
{
    private static readonly byte[] Content = TestBytes.Of(1000);

    /// <summary>Each costs the start of a process: the telling ones only.</summary>
    private static readonly TestCaseData[] Keys =
    [
        Case("plain", "reports/2026.csv"),
        Case("punctuation", "a b+c%20d&e?f#g=h'\"<>[1-2]{x}"),
        Case("composed and decomposed", "caf\u00e9/cafe\u0301"),
        Case("beyond the BMP", "\ud83d\ude00"),
        Case("slashes", "/a//b/"),
        Case("encoded dot dot", "a/%2e%2e/b"),
        Case("line feed", "a\nb"),
    ];

    private Curl _curl = null!;

    [OneTimeSetUp]
    public void NeedClient() => Curl.Require();

    [SetUp]
    public void MakeClient() => _curl = new Curl();

    [TearDown]
    public async Task DropClientAsync()
    {
        _curl.Dispose();
        await Buckets.EmptyAsync(Store, Bucket, CancellationToken.None);
    }

    [TestCaseSource(nameof(Keys))]
    public async Task PutGetHeadDelete_AnyKey_Work(string key)
    {
        var put = await _curl.PutAsync(await SignAsync(HttpMethod.Put, key), Content, Deadline);
        var keys = await KeysAsync(Bucket);
        var get = await _curl.SendAsync(await SignAsync(HttpMethod.Get, key), Deadline);
        var head = await _curl.SendAsync(await SignAsync(HttpMethod.Head, key), Deadline, "--head");
        var delete = await _curl.SendAsync(await SignAsync(HttpMethod.Delete, key), Deadline, "--request", "DELETE");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(put.Status, Is.EqualTo(200), put.ToString());
            Assert.That(keys, Is.EqualTo((string[])[key]));
            Assert.That(get.Status, Is.EqualTo(200), get.ToString());
            Assert.That(get.Body, Is.EqualTo(Content));
            Assert.That(head.Status, Is.EqualTo(200), head.ToString());
            Assert.That(head.Headers["content-length"], Is.EqualTo("1000"));
            Assert.That(delete.Status, Is.EqualTo(204), delete.ToString());
            Assert.That(await KeysAsync(Bucket), Is.Empty);
        }
    }

    [Test]
    public async Task Url_UsedByHttpClient_IsSentAsItWasSigned()
    {
        await PutAsync("a b+c/\u00e9//", Content);
        using var client = new HttpClient();
        var url = await Store.CreatePresignedUrlAsync(HttpMethod.Get, Bucket, "a b+c/\u00e9//", TimeSpan.FromMinutes(1), cancellationToken: Deadline);

        Assert.That(await client.GetByteArrayAsync(url, Deadline), Is.EqualTo(Content));
        Assert.That(await client.GetByteArrayAsync(new Uri(url.AbsoluteUri), Deadline), Is.EqualTo(Content));
    }

    [Test]
    public async Task Get_ResponseHeaders_AreThoseOfTheUrl()
    {
        await PutAsync("k", Content, new PutObjectOptions { ContentType = "application/x-stored" });
        var options = new PresignedUrlOptions
        {
            ResponseContentType = "text/csv; charset=utf-8",
            ResponseContentDisposition = "attachment; filename=\"q 4+%.csv\"",
            ResponseContentLanguage = "de-AT",
            ResponseContentEncoding = "identity",
            ResponseCacheControl = "private, max-age=5",
            ResponseExpires = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
        };

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            var answer = await _curl.SendAsync(await SignAsync(method, "k", options), Deadline, method == HttpMethod.Head ? ["--head"] : []);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(answer.Status, Is.EqualTo(200), answer.ToString());
                Assert.That(answer.Headers["content-type"], Is.EqualTo("text/csv; charset=utf-8"));
                Assert.That(answer.Headers["content-disposition"], Is.EqualTo("attachment; filename=\"q 4+%.csv\""));
                Assert.That(answer.Headers["content-language"], Is.EqualTo("de-AT"));
                Assert.That(answer.Headers["content-encoding"], Is.EqualTo("identity"));
                Assert.That(answer.Headers["cache-control"], Is.EqualTo("private, max-age=5"));
                Assert.That(answer.Headers["expires"], Is.EqualTo("Wed, 02 Jan 2030 03:04:05 GMT"));
            }
        }
    }

    [Test]
    public async Task Put_SignedHeaders_MustBeSentAsTheyAre()
    {
        var md5 = Convert.ToBase64String(Convert.FromHexString(TestBytes.Md5(Content)));
        var url = await SignAsync(HttpMethod.Put, "k", new PresignedUrlOptions
        {
            ContentType = "text/csv; charset=utf-8",
            ContentLength = Content.Length,
            ContentMd5 = md5,
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["Author"] = "Ann B." },
        });
        string[] right = ["Content-Type: text/csv; charset=utf-8", "Content-MD5: " + md5, "x-amz-meta-author: Ann B."];

        for (var i = 0; i < right.Length; i++)
        {
            var wrong = right.ToArray();
            wrong[i] = right[i].Split(':')[0] + ": " + (i == 1 ? Convert.ToBase64String(new byte[16]) : "other");
            var answer = await _curl.PutAsync(url, Content, Deadline, wrong);
            Assert.That(answer.Status, Is.EqualTo(403), $"{wrong[i]}: {answer}");
        }

        var longer = await _curl.PutAsync(url, [.. Content, 1], Deadline, right);
        var stored = await Store.HeadObjectAsync(Bucket, "k", cancellationToken: Deadline);
        var put = await _curl.PutAsync(url, Content, Deadline, right);
        var info = await Store.HeadObjectAsync(Bucket, "k", cancellationToken: Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(longer.Status, Is.EqualTo(403), longer.ToString());
            Assert.That(stored, Is.Null);
            Assert.That(put.Status, Is.EqualTo(200), put.ToString());
            Assert.That(info?.ContentType, Is.EqualTo("text/csv; charset=utf-8"));
            Assert.That(info?.Metadata["author"], Is.EqualTo("Ann B."));
        }
    }

    [Test]
    public async Task Put_BytesOfAnotherMd5_AreNotStored()
    {
        var md5 = Convert.ToBase64String(Convert.FromHexString(TestBytes.Md5(Content)));

        var put = await _curl.PutAsync(await SignAsync(HttpMethod.Put, "k", new PresignedUrlOptions { ContentMd5 = md5 }), TestBytes.Of(1000, seed: 2), Deadline, "Content-MD5: " + md5);

        Assert.That(put.Status, Is.EqualTo(400), put.ToString());
        Assert.That(await KeysAsync(Bucket), Is.Empty);
    }

    [Test]
    public async Task Put_ChecksumOfTheBytes_IsSigned()
    {
        var checksum = Convert.ToBase64String(SHA256.HashData(Content));
        var url = await SignAsync(HttpMethod.Put, "k", new PresignedUrlOptions { ChecksumSha256 = checksum, StorageClass = "STANDARD" });

        var without = await _curl.PutAsync(url, Content, Deadline);
        var put = await _curl.PutAsync(url, Content, Deadline, "x-amz-checksum-sha256: " + checksum, "x-amz-storage-class: STANDARD");

        Assert.That((without.Status, put.Status), Is.EqualTo((403, 200)), $"{without} {put}");
    }

    [Test]
    public async Task Put_OnlyWhatIsNotThere_StoresOnce()
    {
        var url = await SignAsync(HttpMethod.Put, "k", new PresignedUrlOptions { IfNoneMatch = "*" });

        var first = await _curl.PutAsync(url, Content, Deadline, "If-None-Match: *");
        var second = await _curl.PutAsync(url, TestBytes.Of(10), Deadline, "If-None-Match: *");
        var without = await _curl.PutAsync(url, TestBytes.Of(10), Deadline);

        Assert.That((first.Status, second.Status, without.Status), Is.EqualTo((200, 412, 403)), $"{first} {second} {without}");
        Assert.That(await GetAsync("k"), Is.EqualTo(Content));
    }

    [Test]
    public async Task Url_AnyOtherRequest_IsRefused()
    {
        await PutAsync("k", Content);
        await PutAsync("l", Content);
        var get = await SignAsync(HttpMethod.Get, "k", new PresignedUrlOptions { ResponseContentType = "text/plain" });
        Assert.That((await _curl.SendAsync(get, Deadline)).Status, Is.EqualTo(200));

        (string What, string By)[] changes =
        [
            ("/k?", "/l?"), ("X-Amz-Expires=60", "X-Amz-Expires=6000"), ("text%2Fplain", "text%2Fhtml"), ("&response-content-type=text%2Fplain", ""),
            ("X-Amz-Signature=", "X-Amz-Signature=0"), ("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders=host%3Bx-amz-date"),
        ];
        foreach (var (what, by) in changes)
        {
            Assert.That(get, Does.Contain(what));
            var answer = await _curl.SendAsync(get.Replace(what, by, StringComparison.Ordinal), Deadline);
            Assert.That(answer.Status, Is.EqualTo(403).Or.EqualTo(400), $"{by}: {answer.Status}");
        }

        foreach (var method in new[] { "PUT", "DELETE" })
        {
            var answer = await _curl.SendAsync(get, Deadline, "--request", method, "--data-binary", "x");
            Assert.That(answer.Status, Is.EqualTo(403), method);
        }

        Assert.That(await GetAsync("k"), Is.EqualTo(Content));
    }

    [Test]
    public async Task Url_SignedWithAnotherSecret_IsRefused()
    {
        await PutAsync("k", Content);
        await using var forger = await StoreHost.StartBareAsync(
            options => options.Endpoints["forged"] = new EndpointOptions { Url = TestServers.Url(TestServers.Gateway1), AccessKey = TestServers.AccessKey, SecretKey = "guessed", Region = TestServers.Region },
            Deadline);
        var url = await forger.Store.CreatePresignedUrlAsync(HttpMethod.Get, Bucket, "k", TimeSpan.FromMinutes(1), cancellationToken: Deadline);

        var answer = await _curl.SendAsync(url.AbsoluteUri, Deadline);

        Assert.That(answer.Status, Is.EqualTo(403), answer.ToString());
    }

    [Test]
    public async Task Url_OfAnAccountWithoutAccess_IsRefused()
    {
        await PutAsync("k", Content);
        await using var other = await StoreHost.StartBareAsync(
            options => options.Endpoints["other"] = new EndpointOptions
            {
                Url = TestServers.Url(TestServers.Gateway1), AccessKey = TestServers.OtherAccessKey, SecretKey = TestServers.OtherSecretKey, Region = TestServers.Region,
            },
            Deadline);
        var url = await other.Store.CreatePresignedUrlAsync(HttpMethod.Get, Bucket, "k", TimeSpan.FromMinutes(1), cancellationToken: Deadline);

        var answer = await _curl.SendAsync(url.AbsoluteUri, Deadline);

        Assert.That(answer.Status, Is.EqualTo(403), answer.ToString());
    }

    [Test]
    public async Task Url_Expired_IsRefused()
    {
        await PutAsync("k", Content);
        var url = await SignAsync(HttpMethod.Get, "k", seconds: 1);

        await Curl.UntilRefusedAsync(deadline => _curl.SendAsync(url, deadline), Deadline);
    }

    [Test]
    public async Task Url_OfEveryGateway_LeadsThere()
    {
        await PutAsync("k", Content);
        foreach (var gateway in new[] { TestServers.Gateway1, TestServers.Gateway2, TestServers.Gateway3 })
        {
            var url = await SignAsync(HttpMethod.Get, "k", new PresignedUrlOptions { Endpoint = gateway });

            Assert.That(url, Does.StartWith(TestServers.Url(gateway)));
            Assert.That((await _curl.SendAsync(url, Deadline)).Body, Is.EqualTo(Content));
        }
    }

    [TestCase(AddressingStyle.Path)]
    [TestCase(AddressingStyle.VirtualHost)]
    public async Task PublicUrl_OfAnotherHostName_IsSigned(AddressingStyle style)
    {
        await PutAsync("k", Content);
        var gateway = new Uri(TestServers.Url(TestServers.Gateway1));
        var endpoint = TestServers.Endpoint(TestServers.Gateway1);
        endpoint.PublicUrl = $"http://localhost:{gateway.Port}";
        endpoint.AddressingStyle = style;
        await using var host = await StoreHost.StartBareAsync(options => options.Endpoints["behind"] = endpoint, Deadline);
        var url = await host.Store.CreatePresignedUrlAsync(HttpMethod.Get, Bucket, "k", TimeSpan.FromMinutes(1), cancellationToken: Deadline);

        var answer = await _curl.SendAsync(url.AbsoluteUri, Deadline, "--resolve", $"*:{gateway.Port}:{gateway.Host}");
        var elsewhere = await _curl.SendAsync(url.AbsoluteUri.Replace("localhost", "other.localhost", StringComparison.Ordinal), Deadline, "--resolve", $"*:{gateway.Port}:{gateway.Host}");

        Assert.That(url.Host, Is.EqualTo(style == AddressingStyle.Path ? "localhost" : $"{Bucket}.localhost"));
        Assert.That(answer.Body, Is.EqualTo(Content), answer.ToString());
        Assert.That(elsewhere.Status, Is.Not.EqualTo(200));
    }

    private static TestCaseData Case(string description, string key) => new TestCaseData(key).SetArgDisplayNames(description);

    private async Task<string> SignAsync(HttpMethod method, string key, PresignedUrlOptions? options = null, int seconds = 60) =>
        (await Store.CreatePresignedUrlAsync(method, Bucket, key, TimeSpan.FromSeconds(seconds), options, Deadline)).AbsoluteUri;
}
