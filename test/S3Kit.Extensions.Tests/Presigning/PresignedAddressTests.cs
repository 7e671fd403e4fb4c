using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using S3Kit.Protocol;
using S3Kit.Routing;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Presigning;

/// <summary>Where signed URLs and forms lead, what they are signed with, and that nothing is sent for them.</summary>
public sealed class PresignedAddressTests
{
    private static readonly DateTimeOffset Now = new(2024, 5, 24, 10, 0, 0, TimeSpan.Zero);

    [TestCase("http://127.0.0.1:9000", null, AddressingStyle.Auto, "http://127.0.0.1:9000/bucket/k", "http://127.0.0.1:9000/bucket")]
    [TestCase("http://127.0.0.1:9000", "https://files.example.com", AddressingStyle.Auto, "https://files.example.com/bucket/k", "https://files.example.com/bucket")]
    [TestCase("http://127.0.0.1:9000", "https://files.example.com:8443", AddressingStyle.VirtualHost, "https://bucket.files.example.com:8443/k", "https://bucket.files.example.com:8443/")]
    [TestCase("https://s3.eu-west-1.amazonaws.com", null, AddressingStyle.Auto, "https://bucket.s3.eu-west-1.amazonaws.com/k", "https://bucket.s3.eu-west-1.amazonaws.com/")]
    [TestCase("https://s3.eu-west-1.amazonaws.com", null, AddressingStyle.Path, "https://s3.eu-west-1.amazonaws.com/bucket/k", "https://s3.eu-west-1.amazonaws.com/bucket")]
    [TestCase("https://s3.eu-west-1.amazonaws.com", "https://files.example.com", AddressingStyle.Auto, "https://files.example.com/bucket/k", "https://files.example.com/bucket")]
    [TestCase("http://127.0.0.1:9000", "http://bücher.example", AddressingStyle.Auto, "http://xn--bcher-kva.example/bucket/k", "http://xn--bcher-kva.example/bucket")]
    public async Task Sign_AnyAddress_IsThatOfThePublic(string url, string? publicUrl, AddressingStyle style, string expected, string form)
    {
        await using ServiceProvider services = Create(new FakeServer(), endpoint =>
        {
            endpoint.Url = url;
            endpoint.PublicUrl = publicUrl;
            endpoint.AddressingStyle = style;
        });

        Uri signed = await services.Store().CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1));
        PresignedPost post = await services.Store().CreatePresignedPostAsync("bucket", "k", TimeSpan.FromMinutes(1));

        Assert.That(signed.AbsoluteUri.Split('?')[0], Is.EqualTo(expected));
        Assert.That(post.Url.AbsoluteUri, Is.EqualTo(form));
        AssertSignature(signed, signed.Authority, new Uri(expected).AbsolutePath, url.Contains("eu-west-1", StringComparison.Ordinal) ? "eu-west-1" : "us-east-1");
    }

    [Test]
    public async Task Sign_PublicUrlWithAPath_SignsWhatTheStoreWillSeeBehindIt()
    {
        await using ServiceProvider services = Create(new FakeServer(), endpoint => endpoint.PublicUrl = "https://example.com/files/");

        Uri signed = await services.Store().CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1));
        PresignedPost post = await services.Store().CreatePresignedPostAsync("bucket", "k", TimeSpan.FromMinutes(1));

        Assert.That(signed.AbsoluteUri, Does.StartWith("https://example.com/files/bucket/k?"));
        Assert.That(post.Url.AbsoluteUri, Is.EqualTo("https://example.com/files/bucket"));
        AssertSignature(signed, "example.com", "/bucket/k", "us-east-1");
    }

    [Test]
    public async Task Sign_LearntRegionAndClock_AreUsed()
    {
        var server = new FakeServer();
        await using ServiceProvider services = Create(server, endpoint => endpoint.Url = "https://s3.us-east-1.amazonaws.com");
        StorageEndpoint endpoint = services.GetRequiredService<EndpointSet>().Find("a");
        endpoint.BucketRegions["bucket"] = "eu-west-1";
        endpoint.ClockSkew = TimeSpan.FromHours(2);

        Uri signed = await services.Store().CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1));
        PresignedPost post = await services.Store().CreatePresignedPostAsync("bucket", "k", TimeSpan.FromMinutes(1));

        Assert.That(signed.Host, Is.EqualTo("bucket.s3.eu-west-1.amazonaws.com"));
        Assert.That(HttpUtility.ParseQueryString(signed.Query)["X-Amz-Date"], Is.EqualTo("20240524T120000Z"));
        AssertSignature(signed, signed.Authority, "/k", "eu-west-1", Now.AddHours(2));
        Assert.That(post.Fields["x-amz-credential"], Is.EqualTo($"{FakeServices.AccessKey}/20240524/eu-west-1/s3/aws4_request"));
        Assert.That(post.Fields["x-amz-date"], Is.EqualTo("20240524T120000Z"));
        Assert.That(PolicyOf(post), Does.StartWith("{\"expiration\":\"2024-05-24T12:01:00.000Z\""));
    }

    [Test]
    public async Task Sign_SessionToken_IsInTheQueryAndInTheForm()
    {
        await using ServiceProvider services = Create(new FakeServer(), endpoint => endpoint.SessionToken = "to/ken+1==");

        Uri signed = await services.Store().CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1));
        PresignedPost post = await services.Store().CreatePresignedPostAsync("bucket", "k", TimeSpan.FromMinutes(1));

        Assert.That(signed.AbsoluteUri, Does.Contain("&X-Amz-Security-Token=to%2Fken%2B1%3D%3D&"));
        Assert.That(post.Fields["x-amz-security-token"], Is.EqualTo("to/ken+1=="));
        Assert.That(PolicyOf(post), Does.Contain("{\"x-amz-security-token\":\"to/ken+1==\"}"));
    }

    [Test]
    public async Task Sign_NamedEndpoint_IsThatOne()
    {
        await using ServiceProvider services = Create(new FakeServer());
        var registry = services.GetRequiredService<IEndpointRegistry>();
        registry.AddEndpoint("b", new EndpointOptions { Url = "http://127.0.0.1:2", AccessKey = "KEYB", SecretKey = "secret" });

        for (int i = 0; i < 3; i++)
        {
            Uri signed = await services.Store().CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1), new() { Endpoint = "b" });
            PresignedPost post = await services.Store().CreatePresignedPostAsync("bucket", "k", TimeSpan.FromMinutes(1), new() { Endpoint = "b" });

            Assert.That((signed.Port, post.Url.Port), Is.EqualTo((2, 2)));
            Assert.That(signed.Query, Does.Contain("X-Amz-Credential=KEYB%2F"));
        }
    }

    [Test]
    public async Task Sign_Pool_TakesTurnsAmongTheUsable()
    {
        await using ServiceProvider services = Create(new FakeServer());
        var registry = services.GetRequiredService<IEndpointRegistry>();
        registry.AddEndpoint("b", new EndpointOptions { Url = "http://127.0.0.1:2", AccessKey = "KEYB", SecretKey = "secret" });
        registry.AddEndpoint("c", new EndpointOptions { Url = "http://127.0.0.1:3", AccessKey = "KEYC", SecretKey = "secret" });
        registry.AddEndpoint("far", new EndpointOptions { Url = "http://127.0.0.1:4", AccessKey = "KEYD", SecretKey = "secret", Tier = 1 });
        services.GetRequiredService<EndpointSet>().Find("b").Cool(TimeSpan.FromMinutes(1), isAsked: true);

        List<int> ports = [];
        for (int i = 0; i < 4; i++)
        {
            ports.Add((await services.Store().CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1))).Port);
        }

        Assert.That(ports, Is.EquivalentTo(new[] { 1, 3, 1, 3 }));
    }

    [Test]
    public async Task Sign_KeyedStore_IsItsEndpoint()
    {
        await using ServiceProvider services = Create(new FakeServer());
        services.GetRequiredService<IEndpointRegistry>().AddEndpoint("b", new EndpointOptions { Url = "http://127.0.0.1:2", AccessKey = "KEYB", SecretKey = "secret" });

        Uri signed = await services.GetRequiredKeyedService<IObjectStore>("b").CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1));

        Assert.That(signed.Port, Is.EqualTo(2));
    }

    [Test]
    public async Task Sign_UnknownEndpoint_FailsWithTheTask()
    {
        await using ServiceProvider services = Create(new FakeServer());

        Task<Uri> url = services.Store().CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1), new() { Endpoint = "none" });
        Task<PresignedPost> post = services.Store().CreatePresignedPostAsync("bucket", "k", TimeSpan.FromMinutes(1), new() { Endpoint = "none" });

        var error = Assert.ThrowsAsync<S3NoEndpointException>(() => url);
        Assert.That((error!.Operation, error.Bucket, error.Key), Is.EqualTo(("CreatePresignedUrl", "bucket", "k")));
        Assert.ThrowsAsync<S3NoEndpointException>(() => post);
    }

    [Test]
    public async Task Sign_EndpointWithoutKeys_IsAnAuthenticationError()
    {
        await using ServiceProvider services = Create(new FakeServer(), endpoint => (endpoint.AccessKey, endpoint.SecretKey) = (null, null));

        var error = Assert.ThrowsAsync<S3AuthenticationException>(() => services.Store().CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1)));

        Assert.That(error!.Endpoint, Is.EqualTo("a"));
    }

    [TestCase(EndpointProfile.BackblazeB2)]
    [TestCase(EndpointProfile.Gcs)]
    public async Task Sign_ConditionOrChecksumThatTheStoreWouldNotHeed_IsRefused(EndpointProfile profile)
    {
        await using ServiceProvider services = Create(new FakeServer(), endpoint => endpoint.Profile = profile);
        IObjectStore store = services.Store();
        var checksum = new PresignedUrlOptions { ChecksumSha256 = Convert.ToBase64String(new byte[32]) };

        var condition = Assert.ThrowsAsync<S3InvalidRequestException>(() => store.CreatePresignedUrlAsync(HttpMethod.Put, "bucket", "k", TimeSpan.FromMinutes(1), new() { IfNoneMatch = "*" }));
        Assert.ThrowsAsync<S3InvalidRequestException>(() => store.CreatePresignedUrlAsync(HttpMethod.Put, "bucket", "k", TimeSpan.FromMinutes(1), checksum));
        Assert.That(condition!.Message, Does.Contain("'bucket/k' at endpoint 'a'").And.Contain("conditions on a put"));
        Assert.That(async () => await store.CreatePresignedUrlAsync(HttpMethod.Put, "bucket", "k", TimeSpan.FromMinutes(1), new() { ContentType = "text/plain" }), Throws.Nothing);
    }

    [TestCase(EndpointProfile.BackblazeB2, false)]
    [TestCase(EndpointProfile.CloudflareR2, false)]
    [TestCase(EndpointProfile.Minio, true)]
    public async Task Sign_FormForAStoreThatKnowsNone_IsRefused(EndpointProfile profile, bool knows)
    {
        await using ServiceProvider services = Create(new FakeServer(), endpoint => endpoint.Profile = profile);

        Task<PresignedPost> post = services.Store().CreatePresignedPostAsync("bucket", "k", TimeSpan.FromMinutes(1));

        Assert.That(async () => await post, knows ? Throws.Nothing : Throws.InstanceOf<S3InvalidRequestException>().With.Message.Contains("upload forms"));
    }

    [Test]
    public async Task Sign_BucketThatIsNoHostName_IsRefusedUnderVirtualHosts()
    {
        await using ServiceProvider services = Create(new FakeServer(), endpoint => endpoint.AddressingStyle = AddressingStyle.VirtualHost);

        Assert.ThrowsAsync<S3InvalidRequestException>(() => services.Store().CreatePresignedUrlAsync(HttpMethod.Get, "Upper_Case", "k", TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Sign_CancelledOrAfterTheEnd_EndsSo()
    {
        ServiceProvider services = Create(new FakeServer());
        IObjectStore store = services.Store();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.ThrowsAsync<OperationCanceledException>(() => store.CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1), null, cancelled.Token));

        await services.DisposeAsync();

        Assert.ThrowsAsync<S3ShuttingDownException>(() => store.CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Sign_Nothing_IsSentQueuedOrLogged()
    {
        var server = new FakeServer();
        var logs = new FakeLoggerProvider();
        await using ServiceProvider services = FakeServices.Create(server, options: options => options.MaxConcurrentRequests = 1, time: new FakeTimeProvider(Now), logs: logs);

        Uri signed = await services.Store().CreatePresignedUrlAsync(HttpMethod.Get, "bucket", "k", TimeSpan.FromMinutes(1));
        PresignedPost post = await services.Store().CreatePresignedPostAsync("bucket", "k", TimeSpan.FromMinutes(1));

        string signature = HttpUtility.ParseQueryString(signed.Query)["X-Amz-Signature"]!;
        string logged = string.Join('\n', logs.Collector.GetSnapshot().Select(record => $"{record.Message} {record.Exception} {string.Join(' ', record.StructuredState?.Select(pair => pair.Value) ?? [])}"));
        Assert.That(server.Requests, Is.Empty);
        Assert.That(logged, Does.Not.Contain(signature).And.Not.Contain(post.Fields["x-amz-signature"]).And.Not.Contain(post.Fields["policy"]).And.Not.Contain(FakeServices.AccessKey));
    }

    [Test]
    public async Task ToString_OfAForm_ShowsItsAddressAlone()
    {
        await using ServiceProvider services = Create(new FakeServer());
        PresignedPost post = await services.Store().CreatePresignedPostAsync("bucket", "k", TimeSpan.FromMinutes(1));

        Assert.That(post.ToString(), Is.EqualTo("POST http://127.0.0.1:1/bucket"));
    }

    private static ServiceProvider Create(FakeServer server, Action<EndpointOptions>? endpoint = null) => FakeServices.Create(server, endpoint, time: new FakeTimeProvider(Now));

    private static string PolicyOf(PresignedPost post) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(post.Fields["policy"]));

    /// <summary>Signs again, step by step, what the store would see.</summary>
    private static void AssertSignature(Uri signed, string host, string path, string region, DateTimeOffset? time = null)
    {
        string[] parts = signed.Query[1..].Split("&X-Amz-Signature=");
        string canonical = $"GET\n{path}\n{parts[0]}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD";
        string expected = S3Kit.Tests.Protocol.Signing.SlowSignature.Of(new S3Credentials(FakeServices.AccessKey, FakeServices.SecretKey), region, time ?? Now, canonical);
        Assert.That(parts[1], Is.EqualTo(expected));
    }
}
