using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace S3Kit.AspNetCore.Tests.Objects;

[TestFixture]
public class PutObjectTests
{
    [Test]
    public async Task Put_WithBody_AnswersCreatedWithDescription()
    {
        await using var app = await TestApp.StartAsync();
        using var content = new StringContent("hello", Encoding.UTF8, "text/plain");

        using var response = await app.SendAsync(HttpMethod.Put, "/objects/bucket/a%20b/%C3%A4.txt", content);
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(response.Headers.Location!.OriginalString, Is.EqualTo("/objects/bucket/a%20b/%C3%A4.txt"));
            Assert.That(response.Headers.ETag!.Tag, Is.EqualTo("\"2cf24dba5fb0a30e26e83b2ac5b9e29e\""));
            Assert.That(response.Headers.GetValues("x-amz-version-id"), Is.EqualTo(["v1"]));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
            Assert.That(body.EnumerateObject().Select(static each => each.Name), Is.EqualTo(["bucket", "key", "size", "eTag", "versionId", "endpoint"]));
            Assert.That(body.GetProperty("key").GetString(), Is.EqualTo("a b/ä.txt"));
            Assert.That(body.GetProperty("size").GetInt64(), Is.EqualTo(5));
        });
    }

    [Test]
    public async Task Put_WithHeaders_PassesThemOn()
    {
        await using var app = await TestApp.StartAsync();
        using var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("image/png");

        using var response = await app.SendAsync(
            HttpMethod.Put,
            "/objects/bucket/key",
            content,
            ("Content-Disposition", "attachment; filename=\"a.png\""),
            ("Content-Encoding", "br"),
            ("Content-Language", "de"),
            ("Cache-Control", "max-age=60"),
            ("x-amz-storage-class", "STANDARD_IA"),
            ("x-amz-meta-Author", "Ada"),
            ("X-AMZ-META-page", "7"),
            ("If-Match", "\"abc\""));

        var put = app.Store.LastPut!;
        Assert.Multiple(() =>
        {
            Assert.That(put.ContentType, Is.EqualTo("image/png"));
            Assert.That(put.ContentDisposition, Is.EqualTo("attachment; filename=\"a.png\""));
            Assert.That(put.ContentEncoding, Is.EqualTo("br"));
            Assert.That(put.ContentLanguage, Is.EqualTo("de"));
            Assert.That(put.CacheControl, Is.EqualTo("max-age=60"));
            Assert.That(put.StorageClass, Is.EqualTo("STANDARD_IA"));
            Assert.That(put.Metadata!["author"], Is.EqualTo("Ada"));
            Assert.That(put.Metadata["page"], Is.EqualTo("7"));
            Assert.That(put.ContentLength, Is.EqualTo(3));
            Assert.That(put.IfMatch, Is.EqualTo("abc"));
            Assert.That(put.IfNoneMatch, Is.Null);
        });
    }

    [Test]
    public async Task Put_WithoutAnything_LeavesTheDefaultsToTheStore()
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.SendAsync(HttpMethod.Put, "/objects/bucket/key");

        var put = app.Store.LastPut!;
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(put.ContentLength, Is.Zero);
            Assert.That(put.ContentType, Is.Null);
            Assert.That(put.Metadata, Is.Null);
        });
    }

    [Test]
    public async Task Put_OfUnknownLength_ClaimsNone()
    {
        await using var app = await TestApp.StartAsync();
        using var content = new StreamContent(new UnseekableStream([1, 2, 3]));

        using var response = await app.SendAsync(HttpMethod.Put, "/objects/bucket/key", content, ("Transfer-Encoding", "chunked"));

        Assert.Multiple(() =>
        {
            Assert.That(app.Store.LastPut!.ContentLength, Is.Null);
            Assert.That(app.Store.Buckets["bucket"]["key"].Bytes, Is.EqualTo([1, 2, 3]));
        });
    }

    [Test]
    public async Task Put_IfNoneMatchAny_IsPassedOn()
    {
        await using var app = await TestApp.StartAsync();

        using var response = await app.SendAsync(HttpMethod.Put, "/objects/bucket/key", ("If-None-Match", "*"));

        Assert.That(app.Store.LastPut!.IfNoneMatch, Is.EqualTo("*"));
    }

    [TestCase("If-None-Match", "\"abc\"")]
    [TestCase("If-Match", "\"a\", \"b\"")]
    [TestCase("If-Match", "*")]
    [TestCase("If-Match", "\"\"")]
    [TestCase("If-Match", "W/\"a\"")]
    [TestCase("If-Unmodified-Since", "Sun, 01 Mar 2026 12:00:00 GMT")]
    [TestCase("Content-Range", "bytes 0-1/5")]
    public async Task Put_UnderConditionThatCannotBeHonoured_IsRefused(string name, string value)
    {
        await using var app = await TestApp.StartAsync();
        using var content = new ByteArrayContent([1, 2]);

        using var response = await app.SendAsync(HttpMethod.Put, "/objects/bucket/key", content, (name, value));

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(app.Store.Calls, Is.Empty);
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Put_BeyondLimit_AnswersTooLargeAndStoresNothing(bool isLengthKnown)
    {
        await using var app = await TestApp.StartAsync(static options => options.MaxUploadBytes = 4);
        using var content = isLengthKnown ? (HttpContent)new ByteArrayContent(new byte[5]) : new StreamContent(new UnseekableStream(new byte[5]));

        using var response = await app.SendAsync(HttpMethod.Put, "/objects/bucket/key", content);

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(app.Store.Buckets["bucket"], Is.Empty);
        });
    }

    [Test]
    public async Task Put_AtLimit_IsStored()
    {
        await using var app = await TestApp.StartAsync(static options => options.MaxUploadBytes = 4);
        using var content = new ByteArrayContent(new byte[4]);

        using var response = await app.SendAsync(HttpMethod.Put, "/objects/bucket/key", content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Put_BeyondLimitAndStoreWrapsTheFault_AnswersTooLarge()
    {
        await using var app = await TestApp.StartAsync(static options => options.MaxUploadBytes = 4);
        app.Store.Receive = static async (body, cancellationToken) =>
        {
            try
            {
                await body.CopyToAsync(Stream.Null, cancellationToken);
                return [];
            }
            catch (Exception error)
            {
                throw new S3IntegrityException("The source failed.", error);
            }
        };
        using var content = new StreamContent(new UnseekableStream(new byte[5]));

        using var response = await app.SendAsync(HttpMethod.Put, "/objects/bucket/key", content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task Put_WhileSourceGoesOn_ReachesTheStoreWithoutBeingBuffered()
    {
        await using var app = await TestApp.StartAsync();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Store.Receive = async (body, cancellationToken) =>
        {
            var first = new byte[1];
            await body.ReadExactlyAsync(first, cancellationToken);
            arrived.SetResult();
            await body.CopyToAsync(Stream.Null, cancellationToken);
            return first;
        };

        // The second half is produced only after the store has seen the first: a body that is collected beforehand would wait for ever.
        using var content = new ProducedContent(async stream =>
        {
            await stream.WriteAsync(new byte[] { 42 });
            await stream.FlushAsync();
            await arrived.Task;
            await stream.WriteAsync(new byte[] { 43 });
        });
        using var response = await app.SendAsync(HttpMethod.Put, "/objects/bucket/key", content);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }
}
