namespace S3Kit.IntegrationTests;

/// <summary>Forms that curl fills in and sends to a real store without keys, as a browser would.</summary>
public sealed class PresignedPostTests : StoreFixture
{
    private static readonly byte[] Content = TestBytes.Of(1000);

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

    [TestCase("reports/2026.csv")]
    [TestCase("a b+c%20d&e=f?g#h")]
    [TestCase("caf\u00e9/cafe\u0301")]
    [TestCase("/a//../b/")]
    [TestCase("\ud83d\ude00")]
    [TestCase("quoted \"x\" and \\ and <$key>")]
    public async Task Post_ExactKey_IsStoredUnderIt(string key)
    {
        var answer = await PostAsync(await SignAsync(key));

        Assert.That(answer.Status, Is.EqualTo(204), answer.ToString());
        Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])[key]));
        Assert.That(await GetAsync(key), Is.EqualTo(Content));
    }

    [Test]
    public async Task Post_Variable_IsTheNameOfTheFile()
    {
        var answer = await _curl.PostAsync((await SignAsync("up/${filename}")).Url, (await SignAsync("up/${filename}")).Fields, Content, Deadline, "photo 1.jpg");

        Assert.That(answer.Status, Is.EqualTo(204), answer.ToString());
        Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])["up/photo 1.jpg"]));
    }

    [Test]
    public async Task Post_AllOptions_DescribeTheObject()
    {
        var answer = await PostAsync(await SignAsync("k", new PresignedPostOptions
        {
            MinContentLength = 1,
            MaxContentLength = 1000,
            ContentType = "text/csv; charset=utf-8",
            ContentDisposition = "attachment; filename=\"a b.csv\"",
            ContentEncoding = "identity",
            ContentLanguage = "de",
            CacheControl = "max-age=5",
            StorageClass = "STANDARD",
            Acl = CannedAcl.Private,
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["Author"] = "\u017dofie", ["plain"] = "a+b" },
            SuccessActionStatus = 201,
        }));

        Assert.That(answer.Status, Is.EqualTo(201), answer.ToString());
        Assert.That(answer.Text, Does.Contain("<Key>k</Key>").And.Contain($"<Bucket>{Bucket}</Bucket>").And.Contain(TestBytes.Md5(Content)));
        var info = (await Store.HeadObjectAsync(Bucket, "k", cancellationToken: Deadline))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(info.Size, Is.EqualTo(1000));
            Assert.That(info.ContentType, Is.EqualTo("text/csv; charset=utf-8"));

            // Ceph holds these against the policy and forgets them then.
            Assert.That(info.ContentDisposition, Is.EqualTo("attachment; filename=\"a b.csv\"").Or.Null);
            Assert.That(info.CacheControl, Is.EqualTo("max-age=5").Or.Null);
            Assert.That(info.ContentLanguage, Is.EqualTo("de").Or.Null);
            Assert.That(info.Metadata["author"], Is.EqualTo("\u017dofie"));
            Assert.That(info.Metadata["plain"], Is.EqualTo("a+b"));
        }
    }

    [TestCase(999, 204)]
    [TestCase(1001, 400)]
    [TestCase(9, 400)]
    public async Task Post_Size_IsBounded(int size, int status)
    {
        var post = await SignAsync("k", new PresignedPostOptions { MinContentLength = 10, MaxContentLength = 1000 });

        var answer = await _curl.PostAsync(post.Url, post.Fields, TestBytes.Of(size), Deadline);

        Assert.That(answer.Status, Is.EqualTo(status), answer.ToString());
        Assert.That(await KeysAsync(Bucket), Has.Count.EqualTo(status == 204 ? 1 : 0));
    }

    [TestCase("image/png", 204)]
    [TestCase("text/html", 403)]
    public async Task Post_TypePrefix_IsHeld(string type, int status)
    {
        var post = await SignAsync("k", new PresignedPostOptions { ContentTypePrefix = "image/" });

        var answer = await _curl.PostAsync(post.Url, [.. post.Fields, new("Content-Type", type)], Content, Deadline);

        Assert.That(answer.Status, Is.EqualTo(status), answer.ToString());
    }

    [Test]
    public async Task Post_Redirect_IsAnswered()
    {
        var answer = await PostAsync(await SignAsync("k", new PresignedPostOptions { SuccessActionRedirect = new Uri("https://example.com/done?a=b") }));

        Assert.That(answer.Status, Is.EqualTo(303), answer.ToString());
        Assert.That(answer.Headers["location"], Does.StartWith("https://example.com/done?a=b").And.Contain("key=k"));
    }

    [TestCase("key", "other")]
    [TestCase("x-amz-meta-role", "admin")]
    [TestCase("x-amz-meta-more", "x")]
    [TestCase("Content-Type", "text/html")]
    [TestCase("x-amz-signature", "0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Post_Altered_IsRefused(string field, string value)
    {
        var post = await SignAsync("k", new PresignedPostOptions { ContentType = "image/png", Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["role"] = "guest" } });

        var answer = await _curl.PostAsync(post.Url, [new(field, value), .. post.Fields.Where(each => each.Key != field)], Content, Deadline);

        Assert.That(answer.Status, Is.EqualTo(403), answer.ToString());
        Assert.That(await KeysAsync(Bucket), Is.Empty);
    }

    [Test]
    public async Task Post_ToAnotherBucket_IsRefused()
    {
        var other = await NewBucketAsync(Deadline);
        var post = await SignAsync("k");

        var answer = await _curl.PostAsync(new Uri(post.Url.AbsoluteUri.Replace(Bucket, other, StringComparison.Ordinal)), post.Fields, Content, Deadline);

        Assert.That(answer.Status, Is.EqualTo(403), answer.ToString());
        Assert.That(await KeysAsync(other), Is.Empty);
    }

    [Test]
    public async Task Post_Expired_IsRefused()
    {
        var post = await SignAsync("k", seconds: 1);

        await Curl.UntilRefusedAsync(_ => PostAsync(post), Deadline);
    }

    [TestCase(AddressingStyle.Path)]
    [TestCase(AddressingStyle.VirtualHost)]
    public async Task Post_ToAPublicUrl_LeadsThere(AddressingStyle style)
    {
        var gateway = new Uri(TestServers.Url(TestServers.Gateway1));
        var endpoint = TestServers.Endpoint(TestServers.Gateway1);
        endpoint.PublicUrl = $"http://localhost:{gateway.Port}";
        endpoint.AddressingStyle = style;
        await using var host = await StoreHost.StartBareAsync(options => options.Endpoints["behind"] = endpoint, Deadline);
        var post = await host.Store.CreatePresignedPostAsync(Bucket, "k", TimeSpan.FromMinutes(1), cancellationToken: Deadline);

        var answer = await _curl.PostAsync(post.Url, post.Fields, Content, Deadline, resolve: $"*:{gateway.Port}:{gateway.Host}");

        Assert.That(post.Url.Host, Is.EqualTo(style == AddressingStyle.Path ? "localhost" : $"{Bucket}.localhost"));
        Assert.That(answer.Status, Is.EqualTo(204), answer.ToString());
        Assert.That(await GetAsync("k"), Is.EqualTo(Content));
    }

    private Task<CurlAnswer> PostAsync(PresignedPost post) => _curl.PostAsync(post.Url, post.Fields, Content, Deadline);

    private Task<PresignedPost> SignAsync(string key, PresignedPostOptions? options = null, int seconds = 60) =>
        Store.CreatePresignedPostAsync(Bucket, key, TimeSpan.FromSeconds(seconds), options, Deadline);
}
