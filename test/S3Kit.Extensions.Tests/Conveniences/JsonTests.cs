using System.Text;
using System.Text.Json;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Conveniences;

public sealed class JsonTests : EmbeddedFixture
{
    private static readonly Person Sample = new("Žofie", 42);

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Test]
    public async Task PutJson_ThenGet_ReturnsTheValue()
    {
        await Store.PutJsonAsync(Bucket, "key", Sample);

        Assert.That(await Store.GetJsonAsync<Person>(Bucket, "key"), Is.EqualTo(Sample));
        Assert.That((await Store.HeadObjectAsync(Bucket, "key"))!.ContentType, Is.EqualTo("application/json"));
    }

    [Test]
    public async Task PutJson_Options_AreApplied()
    {
        await Store.PutJsonAsync(Bucket, "key", Sample, Web, new PutObjectOptions { ContentType = "application/ld+json", CacheControl = "no-cache" });

        ObjectInfo? info = await Store.HeadObjectAsync(Bucket, "key");
        Assert.That(await Store.GetTextAsync(Bucket, "key"), Does.StartWith("{\"name\":"));
        Assert.That((info!.ContentType, info.CacheControl), Is.EqualTo(("application/ld+json", "no-cache")));
        Assert.That(await Store.GetJsonAsync<Person>(Bucket, "key", Web), Is.EqualTo(Sample));
    }

    [Test]
    public async Task PutJson_SourceGenerated_WritesAndReadsByIt()
    {
        await Store.PutJsonAsync(Bucket, "key", Sample, PersonContext.Default.Person, options: null, CancellationToken.None);

        Assert.That(await Store.GetTextAsync(Bucket, "key"), Does.StartWith("{\"name\":"));
        Assert.That(await Store.GetJsonAsync(Bucket, "key", PersonContext.Default.Person, options: null, CancellationToken.None), Is.EqualTo(Sample));
    }

    [Test]
    public async Task PutJson_Null_IsNull()
    {
        await Store.PutJsonAsync<Person?>(Bucket, "key", null);

        Assert.That(await Store.GetTextAsync(Bucket, "key"), Is.EqualTo("null"));
        Assert.That(await Store.GetJsonAsync<Person>(Bucket, "key"), Is.Null);
    }

    [Test]
    public async Task GetJson_ByteOrderMark_IsNoPartOfIt()
    {
        await Store.PutBytesAsync(Bucket, "key", Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes("7")).ToArray());

        Assert.That(await Store.GetJsonAsync<int>(Bucket, "key"), Is.EqualTo(7));
    }

    [TestCase("")]
    [TestCase("{\"Name\":")]
    [TestCase("[1]")]
    [TestCase("{} {}")]
    public async Task GetJson_NoJsonOfThatType_SaysSo(string text)
    {
        await Store.PutTextAsync(Bucket, "key", text);

        Assert.ThrowsAsync<JsonException>(() => Store.GetJsonAsync<Person>(Bucket, "key"));
    }

    [Test]
    public async Task GetJson_LargerThanAllowed_Fails()
    {
        await Store.PutJsonAsync(Bucket, "key", new string('x', 100));

        Assert.ThrowsAsync<S3ObjectTooLargeException>(() => Store.GetJsonAsync<string>(Bucket, "key", options: new ReadObjectOptions { MaxSize = 101 }));
        Assert.That(await Store.GetJsonAsync<string>(Bucket, "key", options: new ReadObjectOptions { MaxSize = 102 }), Has.Length.EqualTo(100));
    }

    [Test]
    public async Task GetJson_LargerThanAllowedAndUnannounced_FailsWhileReading()
    {
        // Spaces before a value may go on for ever.
        var body = new EndlessStream([]);
        using var server = new FakeServer(_ =>
        {
            HttpResponseMessage response = Replies.Empty(200);
            response.Content = new StreamContent(body);
            return response;
        });
        await using var services = FakeServices.Create(server);

        Assert.ThrowsAsync<S3ObjectTooLargeException>(() => services.Store().GetJsonAsync<int>(Bucket, "key", options: new ReadObjectOptions { MaxSize = 100_000 }));

        Assert.That(body.Position, Is.LessThan(1_000_000));
    }
}
