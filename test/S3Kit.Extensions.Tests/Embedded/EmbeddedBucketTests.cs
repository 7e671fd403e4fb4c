using System.Net;
using System.Text;
using S3Kit.Embedded;
using S3Kit.Protocol;

namespace S3Kit.Tests.Embedded;

public class EmbeddedBucketTests
{
    [Test]
    public async Task ListBuckets_TwoAccounts_ShowsOnesOwnByName()
    {
        using var client = new EmbeddedClient();
        await client.SendAsync("PUT", "/zoo");
        await client.SendAsync("PUT", "/ant");
        client.Credentials = new S3Credentials("AK2", "SK2");
        await client.SendAsync("PUT", "/mine");
        client.Credentials = new S3Credentials("AK", "SK");
        var xml = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/"));

        Assert.That(xml.Descendants().Where(e => e.Name.LocalName == "Name").Select(e => e.Value), Is.EqualTo(new[] { "ant", "zoo" }));
        Assert.That(xml.Name.NamespaceName, Is.EqualTo("http://s3.amazonaws.com/doc/2006-03-01/"));
        Assert.That(xml.Descendants(xml.Name.Namespace + "CreationDate").First().Value, Is.EqualTo("2026-03-01T12:00:00.000Z"));
    }

    [TestCase(true, HttpStatusCode.Conflict)]
    [TestCase(false, HttpStatusCode.OK)]
    public async Task CreateBucket_OwnedAlready_FollowsTheOption(bool conflicts, HttpStatusCode expected)
    {
        using var client = await new EmbeddedClient(new EmbeddedStoreOptions { RecreatingOwnBucketConflicts = conflicts }).WithBucketAsync();
        using var again = await client.SendAsync("PUT", "/bucket");

        Assert.That(again.StatusCode, Is.EqualTo(expected));
        Assert.That(await EmbeddedClient.TextAsync(again), conflicts ? Does.Contain("BucketAlreadyOwnedByYou") : Is.Empty);
    }

    [Test]
    public async Task CreateBucket_OwnedByAnother_IsBucketAlreadyExists()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        client.Credentials = new S3Credentials("AK2", "SK2");
        using var response = await client.SendAsync("PUT", "/bucket");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("BucketAlreadyExists"));
    }

    [TestCase("ab")]
    [TestCase("Upper")]
    [TestCase("under_score")]
    [TestCase("-dash")]
    [TestCase("a..b")]
    [TestCase("192.168.5.4")]
    [TestCase("a123456789012345678901234567890123456789012345678901234567890123")]
    public async Task CreateBucket_BadName_IsInvalidBucketName(string name)
    {
        using var client = new EmbeddedClient();
        using var response = await client.SendAsync("PUT", "/" + name);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("InvalidBucketName"));
    }

    [Test]
    public async Task CreateBucket_LocationConstraint_IsReportedByLocationAndHead()
    {
        using var client = new EmbeddedClient();
        const string Body = "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
        using var created = await client.SendAsync("PUT", "/there", body: new ByteArrayContent(Encoding.UTF8.GetBytes(Body)));
        using var head = await client.SendAsync("HEAD", "/there");
        var location = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/there", [("location", "")]));

        Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(location.Value, Is.EqualTo("eu-west-1"));
        Assert.That(head.Headers.GetValues("x-amz-bucket-region").Single(), Is.EqualTo("eu-west-1"));
    }

    [TestCase("<no")]
    [TestCase("<Other/>")]
    [TestCase("<!DOCTYPE x [<!ENTITY e \"v\">]><CreateBucketConfiguration>&e;</CreateBucketConfiguration>")]
    public async Task CreateBucket_BadDocument_IsMalformedXml(string body)
    {
        using var client = new EmbeddedClient();
        using var response = await client.SendAsync("PUT", "/there", body: new StringContent(body));

        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("MalformedXML"));
    }

    [Test]
    public async Task HeadBucket_Missing_Is404WithoutBody()
    {
        using var client = new EmbeddedClient();
        using var response = await client.SendAsync("HEAD", "/none");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [Test]
    public async Task DeleteBucket_NotEmptyThenEmpty_ConflictsThenGoes()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "x");
        using var refused = await client.SendAsync("DELETE", "/bucket");
        await client.SendAsync("DELETE", "/bucket/k");
        using var done = await client.SendAsync("DELETE", "/bucket");
        using var gone = await client.SendAsync("DELETE", "/bucket");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(refused), Is.EqualTo("BucketNotEmpty"));
        Assert.That(done.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(gone), Is.EqualTo("NoSuchBucket"));
    }

    [TestCase("policy")]
    [TestCase("lifecycle")]
    [TestCase("acl")]
    public async Task Send_SubresourceNotServed_IsNotImplementedAndNotAListing(string name)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var response = await client.SendAsync("GET", "/bucket", [(name, "")]);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotImplemented));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("NotImplemented"));
    }

    [Test]
    public async Task Send_VirtualHost_ReachesTheSameBucket()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        const string VirtualHost = "bucket." + EmbeddedClient.Host;
        using var put = await client.SendAsync(client.Create("PUT", "/a//b", body: new StringContent("text"), host: VirtualHost));

        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync("a//b")), Is.EqualTo("text"));
    }
}
