using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Store;

/// <summary>What else is stored with an object: who may access it, where it redirects to, when it is stale.</summary>
public sealed class ObjectDescriptionTests
{
    private const int MiB = 1024 * 1024;

    [TestCase(CannedAcl.Private, "private")]
    [TestCase(CannedAcl.PublicRead, "public-read")]
    [TestCase(CannedAcl.PublicReadWrite, "public-read-write")]
    [TestCase(CannedAcl.AuthenticatedRead, "authenticated-read")]
    [TestCase(CannedAcl.AwsExecRead, "aws-exec-read")]
    [TestCase(CannedAcl.BucketOwnerRead, "bucket-owner-read")]
    [TestCase(CannedAcl.BucketOwnerFullControl, "bucket-owner-full-control")]
    public async Task PutObject_Acl_IsSentByItsName(CannedAcl acl, string name)
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);

        await services.Store().PutObjectAsync("bucket", "k", new MemoryStream([1]), new PutObjectOptions { Acl = acl });

        Assert.That(server.Last.Headers["x-amz-acl"], Is.EqualTo(name));
        Assert.That(server.Last.Headers["authorization"], Does.Contain("x-amz-acl;"));
    }

    [Test]
    public async Task PutObject_NothingSaid_NothingIsSent()
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);

        await services.Store().PutObjectAsync("bucket", "k", new MemoryStream([1]), new PutObjectOptions());

        Assert.That(server.Last.Headers.Keys.Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal)), Is.EquivalentTo(["x-amz-content-sha256", "x-amz-date"]));
        Assert.That(server.Last.Headers, Does.Not.ContainKey("expires"));
    }

    [TestCase(1)]
    [TestCase(7 * MiB)]
    public async Task PutObject_ExpiresAndRedirect_AreReadBack(int size)
    {
        await using ServiceProvider services = MockServices.Create(options =>
        {
            options.Transfers.PartSize = 5 * MiB;
            options.Transfers.MultipartThreshold = 6 * MiB;
        });
        IObjectStore store = services.Store();
        await store.CreateBucketAsync("bucket");
        var expires = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.FromHours(2));

        await store.PutObjectAsync("bucket", "k", new MemoryStream(new byte[size]), new PutObjectOptions { Expires = expires, WebsiteRedirectLocation = "https://example.com/a b", Acl = CannedAcl.PublicRead });

        ObjectInfo? head = await store.HeadObjectAsync("bucket", "k");
        await using GetObjectResult got = await store.GetObjectAsync("bucket", "k");
        foreach (ObjectInfo info in new[] { head!, got.Info })
        {
            Assert.That(info.Expires, Is.EqualTo(expires));
            Assert.That(info.WebsiteRedirectLocation, Is.EqualTo("https://example.com/a b"));
        }
    }

    [TestCase("Mon, 03 Feb 2031 02:05:06 GMT", true)]
    [TestCase("Monday, 03-Feb-31 02:05:06 GMT", true)]
    [TestCase("Mon Feb  3 02:05:06 2031", true)]
    [TestCase("0", false)]
    [TestCase("-1", false)]
    [TestCase("never", false)]
    [TestCase("", false)]
    public async Task HeadObject_Expires_IsADateOrNone(string header, bool isDate)
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Empty(200).With("Expires", header)));

        ObjectInfo? info = await services.Store().HeadObjectAsync("bucket", "k");

        Assert.That(info!.Expires, Is.EqualTo(isDate ? new DateTimeOffset(2031, 2, 3, 2, 5, 6, TimeSpan.Zero) : null));
    }
}
