using System.Globalization;
using System.Net;
using S3Kit.Embedded;
using S3Kit.Protocol;

namespace S3Kit.Tests.Embedded;

public class EmbeddedAuthenticationTests
{
    [Test]
    public async Task Send_Signed_IsAnsweredWithRequestIdAndDate()
    {
        using var client = new EmbeddedClient();
        using var response = await client.SendAsync("GET", "/");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Headers.GetValues("x-amz-request-id").Single(), Has.Length.EqualTo(16));
        Assert.That(response.Headers.Date, Is.EqualTo(client.Clock.GetUtcNow()));
    }

    [Test]
    public async Task Send_NoAuthentication_IsAccessDenied()
    {
        using var client = new EmbeddedClient();
        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"http://{EmbeddedClient.Host}/"));

        await AssertErrorAsync(response, HttpStatusCode.Forbidden, "AccessDenied");
    }

    [Test]
    public async Task Send_UnknownKey_IsInvalidAccessKeyId()
    {
        using var client = new EmbeddedClient { Credentials = new S3Credentials("NOBODY", "SK") };
        using var response = await client.SendAsync("GET", "/");

        await AssertErrorAsync(response, HttpStatusCode.Forbidden, "InvalidAccessKeyId");
    }

    [Test]
    public async Task Send_WrongSecret_IsSignatureDoesNotMatch()
    {
        using var client = new EmbeddedClient { Credentials = new S3Credentials("AK", "wrong") };
        using var response = await client.SendAsync("GET", "/");

        await AssertErrorAsync(response, HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
    }

    [Test]
    public async Task Send_RevokedKey_IsInvalidAccessKeyId()
    {
        using var client = new EmbeddedClient();
        client.Store.Revoke("AK");
        using var response = await client.SendAsync("GET", "/");

        await AssertErrorAsync(response, HttpStatusCode.Forbidden, "InvalidAccessKeyId");
    }

    [TestCase("x-amz-date", "20260301T120001Z")]
    [TestCase("x-amz-meta-a", "other")]
    public async Task Send_SignedHeaderChanged_IsSignatureDoesNotMatch(string name, string value)
    {
        using var client = new EmbeddedClient();
        using var request = client.Create("GET", "/", headers: [("x-amz-meta-a", "signed")]);
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);

        await AssertErrorAsync(response, HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
    }

    [Test]
    public async Task Send_AmzHeaderAddedAfterSigning_IsAccessDenied()
    {
        using var client = new EmbeddedClient();
        using var request = client.Create("GET", "/");
        request.Headers.TryAddWithoutValidation("x-amz-acl", "public-read");
        using var response = await client.SendAsync(request);

        await AssertErrorAsync(response, HttpStatusCode.Forbidden, "AccessDenied");
    }

    [Test]
    public async Task Send_QueryChanged_IsSignatureDoesNotMatch()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var request = client.Create("GET", "/bucket", [("prefix", "a")]);
        request.RequestUri = new Uri($"http://{EmbeddedClient.Host}/bucket?prefix=b");
        using var response = await client.SendAsync(request);

        await AssertErrorAsync(response, HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
    }

    [TestCase(15, HttpStatusCode.OK)]
    [TestCase(-15, HttpStatusCode.OK)]
    [TestCase(16, HttpStatusCode.Forbidden)]
    [TestCase(-16, HttpStatusCode.Forbidden)]
    public async Task Send_ServerClockOff_IsRefusedPastFifteenMinutes(int minutes, HttpStatusCode expected)
    {
        using var client = new EmbeddedClient();
        client.Store.ClockSkew = TimeSpan.FromMinutes(minutes);
        using var response = await client.SendAsync("GET", "/");

        Assert.That(response.StatusCode, Is.EqualTo(expected));
        if (expected == HttpStatusCode.Forbidden)
        {
            var error = await EmbeddedClient.XmlAsync(response);
            Assert.That(error.Element("Code")!.Value, Is.EqualTo("RequestTimeTooSkewed"));
            Assert.That(
                DateTimeOffset.Parse(error.Element("ServerTime")!.Value, CultureInfo.InvariantCulture), Is.EqualTo(client.Clock.GetUtcNow().AddMinutes(minutes)));
            Assert.That(response.Headers.Date, Is.EqualTo(client.Clock.GetUtcNow().AddMinutes(minutes)));
        }
    }

    [TestCase("AWS4-HMAC-SHA256 Credential=AK, SignedHeaders=host, Signature=1", HttpStatusCode.BadRequest, "AuthorizationHeaderMalformed")]
    [TestCase("AWS4-HMAC-SHA256 Credential=AK/20260301/r/s3/aws4_request", HttpStatusCode.BadRequest, "AuthorizationHeaderMalformed")]
    [TestCase("AWS4-HMAC-SHA256 Credential=AK/20260301/r/ec2/aws4_request, SignedHeaders=host, Signature=1", HttpStatusCode.BadRequest, "AuthorizationHeaderMalformed")]
    [TestCase("AWS4-HMAC-SHA256 Credential=AK/20260302/r/s3/aws4_request, SignedHeaders=host, Signature=1", HttpStatusCode.BadRequest, "AuthorizationHeaderMalformed")]
    [TestCase("AWS AK:xyz", HttpStatusCode.BadRequest, "InvalidRequest")]
    [TestCase("Bearer xyz", HttpStatusCode.BadRequest, "InvalidArgument")]
    public async Task Send_MalformedAuthorization_SaysSo(string authorization, HttpStatusCode status, string code)
    {
        using var client = new EmbeddedClient();
        using var request = client.Create("GET", "/");
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await client.SendAsync(request);

        await AssertErrorAsync(response, status, code);
    }

    [Test]
    public async Task Send_RegionOtherThanTheStores_NamesTheRightOne()
    {
        using var client = new EmbeddedClient(new EmbeddedStoreOptions { Region = "eu-central-1" });
        using var response = await client.SendAsync("GET", "/");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await EmbeddedClient.XmlAsync(response)).Element("Region")!.Value, Is.EqualTo("eu-central-1"));
        client.Region = "eu-central-1";
        Assert.That((await client.SendAsync("GET", "/")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Send_BucketInAnotherRegion_NamesItsRegionAlsoToHead()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        client.Store.MoveBucketToRegion("bucket", "eu-west-1");
        using var get = await client.GetAsync("k");
        using var head = await client.SendAsync("HEAD", "/bucket/k");

        await AssertErrorAsync(get, HttpStatusCode.BadRequest, "AuthorizationHeaderMalformed");
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(head.Headers.GetValues("x-amz-bucket-region").Single(), Is.EqualTo("eu-west-1"));
        Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [TestCase("token", HttpStatusCode.OK)]
    [TestCase("stale", HttpStatusCode.BadRequest)]
    [TestCase(null, HttpStatusCode.BadRequest)]
    public async Task Send_TemporaryCredentials_NeedTheirToken(string? token, HttpStatusCode expected)
    {
        using var client = new EmbeddedClient { Credentials = new S3Credentials("TEMP", "SK", token) };
        client.Store.Allow("TEMP", "SK", sessionToken: "token");

        Assert.That((await client.SendAsync("GET", "/")).StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Send_OtherAccount_IsDeniedTheBucketAndItsObjects()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "x");
        client.Credentials = new S3Credentials("AK2", "SK2");

        await AssertErrorAsync(await client.GetAsync("k"), HttpStatusCode.Forbidden, "AccessDenied");
        await AssertErrorAsync(await client.SendAsync("GET", "/bucket", [("list-type", "2")]), HttpStatusCode.Forbidden, "AccessDenied");
        Assert.That((await client.SendAsync("HEAD", "/bucket")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await EmbeddedClient.TextAsync(await client.SendAsync("GET", "/")), Does.Not.Contain("<Bucket>"));
    }

    [Test]
    public async Task Send_Presigned_WorksUntilItExpires()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("a b", "text");
        var url = Presign(client, "/bucket/a b", 60);

        Assert.That(await EmbeddedClient.TextAsync(await client.SendAsync(Get(url))), Is.EqualTo("text"));
        client.Clock.Advance(TimeSpan.FromSeconds(61));
        using var late = await client.SendAsync(Get(url));
        await AssertErrorAsync(late, HttpStatusCode.Forbidden, "AccessDenied");
        Assert.That(await EmbeddedClient.TextAsync(late), Does.Contain("Request has expired"));
    }

    [Test]
    public async Task Send_PresignedForAnotherKey_IsSignatureDoesNotMatch()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var url = Presign(client, "/bucket/one", 60).Replace("/one?", "/two?", StringComparison.Ordinal);

        await AssertErrorAsync(await client.SendAsync(Get(url)), HttpStatusCode.Forbidden, "SignatureDoesNotMatch");
    }

    [Test]
    public async Task Send_PresignedWithSessionToken_CarriesItInTheQuery()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "text");
        client.Store.Allow("TEMP", "SK", sessionToken: "to/ken");
        client.Credentials = new S3Credentials("TEMP", "SK", "to/ken");

        Assert.That((await client.SendAsync(Get(Presign(client, "/bucket/k", 60)))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(0)]
    [TestCase(604801)]
    public async Task Send_PresignedWithExpiryOutOfRange_IsRefused(int seconds)
    {
        using var client = new EmbeddedClient();

        await AssertErrorAsync(await client.SendAsync(Get(Presign(client, "/", seconds))), HttpStatusCode.BadRequest, "AuthorizationQueryParametersError");
    }

    private static HttpRequestMessage Get(string url) => new(HttpMethod.Get, new Uri(url));

    private static string Presign(EmbeddedClient client, string path, int seconds)
    {
        var encoded = S3Encoding.EncodePath(path);
        var query = new SigV4Signer().Presign(
            client.Credentials, "us-east-1", client.Clock.GetUtcNow(), seconds, "GET", encoded, [], [new("host", EmbeddedClient.Host)]);
        return $"http://{EmbeddedClient.Host}{encoded}?{query}";
    }

    private static async Task AssertErrorAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo(code));
        Assert.That(response.StatusCode, Is.EqualTo(status));
    }
}
