using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.AspNetCore.Tests.Buckets;

[TestFixture]
public class BucketTests
{
    [Test]
    public async Task List_OfBuckets_NamesThem()
    {
        await using var app = await TestApp.StartAsync();

        var body = await app.Client.GetStringAsync("/buckets");

        Assert.That(body, Is.EqualTo("""{"buckets":[{"name":"bucket","creationDate":"2026-03-01T12:00:00.5+00:00"}]}"""));
    }

    [Test]
    public async Task Put_OfBucket_CreatesItOnce()
    {
        await using var app = await TestApp.StartAsync();

        using var first = await app.SendAsync(HttpMethod.Put, "/buckets/new-one");
        using var second = await app.SendAsync(HttpMethod.Put, "/buckets/new-one");

        Assert.Multiple(() =>
        {
            Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(first.Headers.Location!.OriginalString, Is.EqualTo("/buckets/new-one"));
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(app.Store.Buckets.Keys, Does.Contain("new-one"));
        });
    }

    [TestCase("bucket", HttpStatusCode.OK)]
    [TestCase("other", HttpStatusCode.NotFound)]
    public async Task Head_OfBucket_TellsWhetherItExists(string bucket, HttpStatusCode status)
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.SendAsync(HttpMethod.Head, "/buckets/" + bucket);

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task Delete_OfBucket_DeletesIt()
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.SendAsync(HttpMethod.Delete, "/buckets/bucket");

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(app.Store.Buckets, Is.Empty);
        });
    }

    [TestCase("PUT", "/objects/bucket/key")]
    [TestCase("DELETE", "/objects/bucket/key")]
    [TestCase("PUT", "/buckets/bucket")]
    [TestCase("DELETE", "/buckets/bucket")]
    public async Task Write_WhenReadOnly_IsNotAllowed(string method, string path)
    {
        await using var app = await TestApp.StartAsync(static options => options.ReadOnly = true);

        using var response = await app.SendAsync(new HttpMethod(method), path);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
            Assert.That(app.Store.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task List_WhenBucketsAreNotMapped_IsNotFound()
    {
        await using var app = await TestApp.StartAsync(static options => options.MapBuckets = false);

        using var response = await app.SendAsync(HttpMethod.Get, "/buckets");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task List_OfNamedStore_AsksThatOne()
    {
        var archive = new MemoryObjectStore();
        await using var app = await TestApp.StartAsync(
            static app => app.MapObjectStore("/archive", static options => options.Store = "archive"),
            services => services.AddKeyedSingleton<IObjectStore>("archive", archive));

        using var response = await app.SendAsync(HttpMethod.Get, "/archive/buckets");

        Assert.Multiple(() =>
        {
            Assert.That(archive.Calls, Has.Count.EqualTo(1));
            Assert.That(app.Store.Calls, Is.Empty);
        });
    }

    [Test]
    public async Task MapObjectStore_WithNegativeLimit_Throws() =>
        await Assert.ThatAsync(
            static () => TestApp.StartAsync(static options => options.MaxUploadBytes = -1),
            Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public async Task Post_ToObject_IsNotAllowed()
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.SendAsync(HttpMethod.Post, "/objects/bucket/key");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }
}
