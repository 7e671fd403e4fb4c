using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace S3Kit.AspNetCore.Tests.EndToEnd;

/// <summary>The routes on everything below them, down to the embedded store.</summary>
[TestFixture]
public class EmbeddedStoreTests
{
    private TestApp _app = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _app = await TestApp.StartAsync(
            static app => app.MapObjectStore(),
            static services =>
            {
                services.RemoveAll<IObjectStore>();
                services.AddS3Kit(static options => options.Mock = MockMode.Always);
            },
            onKestrel: true);
        using var response = await _app.SendAsync(HttpMethod.Put, "/buckets/bucket");
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestCase("plain")]
    [TestCase("a%2Fb")]
    [TestCase("a%252Fb")]
    [TestCase("100%25+%2B%20")]
    [TestCase("%C3%A4/%E2%82%AC//%F0%9F%98%80/")]
    [TestCase("x%2F..%2Fy")]
    [TestCase("/leading")]
    public async Task PutGetListDelete_OfKey_KeepItExactly(string target)
    {
        var path = "/objects/bucket/" + target;
        using var content = new ByteArrayContent("bytes"u8.ToArray());

        using var put = await _app.SendAsync(HttpMethod.Put, path, content, ("x-amz-meta-town", "Linz"), ("Content-Type", "text/plain"));
        using var get = await _app.SendAsync(HttpMethod.Get, put.Headers.Location!.OriginalString);
        var bytes = await get.Content.ReadAsByteArrayAsync();
        var page = JsonElement.Parse(await _app.Client.GetStringAsync("/objects/bucket"));
        using var delete = await _app.SendAsync(HttpMethod.Delete, path);
        using var head = await _app.SendAsync(HttpMethod.Head, path);

        Assert.Multiple(() =>
        {
            Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(bytes, Is.EqualTo("bytes"u8.ToArray()));
            Assert.That(get.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/plain"));
            Assert.That(get.Headers.GetValues("x-amz-meta-town"), Is.EqualTo(["Linz"]));
            Assert.That(get.Headers.ETag, Is.EqualTo(put.Headers.ETag));
            Assert.That(
                page.GetProperty("objects").EnumerateArray().Select(static each => each.GetProperty("key").GetString()),
                Has.Member(Uri.UnescapeDataString(target)));
            Assert.That(delete.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        });
    }

    [Test]
    public async Task PutAndGet_OfBigBody_ArriveWhole()
    {
        var block = RandomNumberGenerator.GetBytes(1024 * 1024);
        const int blocks = 40;
        using var content = new ProducedContent(
            async stream =>
            {
                for (var i = 0; i < blocks; i++)
                {
                    await stream.WriteAsync(block);
                }
            },
            (long)blocks * block.Length);

        using var put = await _app.SendAsync(HttpMethod.Put, "/objects/bucket/big", content);
        using var part = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/big", ("Range", "bytes=-1048576"));
        using var outside = await _app.SendAsync(HttpMethod.Get, "/objects/bucket/big", ("Range", "bytes=99999999-"));
        var tail = await part.Content.ReadAsByteArrayAsync();

        Assert.Multiple(() =>
        {
            Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(part.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
            Assert.That(tail, Is.EqualTo(block));
            Assert.That(outside.Content.Headers.ContentRange!.ToString(), Is.EqualTo("bytes */41943040"));
        });
    }

    [Test]
    public async Task Put_OfBigBodyOfUnknownLength_IsStoredInParts()
    {
        using var content = new StreamContent(new UnseekableStream(new byte[40 * 1024 * 1024]));

        using var response = await _app.SendAsync(HttpMethod.Put, "/objects/bucket/unknown", content, ("Transfer-Encoding", "chunked"));
        using var head = await _app.SendAsync(HttpMethod.Head, "/objects/bucket/unknown");

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(head.Content.Headers.ContentLength, Is.EqualTo(40 * 1024 * 1024));
        });
    }

    [Test]
    public async Task Put_IfNoneExists_StoresOnce()
    {
        using var first = await _app.SendAsync(HttpMethod.Put, "/objects/bucket/once", ("If-None-Match", "*"));
        using var second = await _app.SendAsync(HttpMethod.Put, "/objects/bucket/once", ("If-None-Match", "*"));

        Assert.Multiple(() =>
        {
            Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        });
    }

    [TestCase("GET", "/objects/no-such-bucket", HttpStatusCode.NotFound)]
    [TestCase("PUT", "/objects/no-such-bucket/key", HttpStatusCode.NotFound)]
    [TestCase("GET", "/objects/bucket/missing", HttpStatusCode.NotFound)]
    [TestCase("DELETE", "/buckets/no-such-bucket", HttpStatusCode.NotFound)]
    [TestCase("DELETE", "/objects/bucket/missing", HttpStatusCode.NoContent)]
    [TestCase("PUT", "/buckets/UP", HttpStatusCode.BadRequest)]
    [TestCase("PUT", "/buckets/bucket", HttpStatusCode.OK)]
    [TestCase("HEAD", "/buckets/bucket", HttpStatusCode.OK)]
    public async Task Request_OfAnything_AnswersItsStatus(string method, string path, HttpStatusCode status)
    {
        using var response = await _app.SendAsync(new HttpMethod(method), path);

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task List_InPages_FindsEverything()
    {
        using var made = await _app.SendAsync(HttpMethod.Put, "/buckets/paged");
        foreach (var key in new[] { "a/1", "a/2", "b", "c/1", "d" })
        {
            using var put = await _app.SendAsync(HttpMethod.Put, "/objects/paged/" + key);
        }

        var found = new List<string?>();
        for (string? token = ""; token is not null;)
        {
            var page = JsonElement.Parse(await _app.Client.GetStringAsync($"/objects/paged?delimiter=/&maxKeys=2&token={Uri.EscapeDataString(token)}"));
            found.AddRange(page.GetProperty("commonPrefixes").EnumerateArray().Select(static each => each.GetString()));
            found.AddRange(page.GetProperty("objects").EnumerateArray().Select(static each => each.GetProperty("key").GetString()));
            token = page.GetProperty("nextToken").GetString();
        }

        Assert.That(found, Is.EquivalentTo(["a/", "b", "c/", "d"]));
    }
}
