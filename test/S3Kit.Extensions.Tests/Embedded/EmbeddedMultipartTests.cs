using System.Net;
using System.Security.Cryptography;
using System.Text;
using S3Kit.Embedded;

namespace S3Kit.Tests.Embedded;

public class EmbeddedMultipartTests
{
    [Test]
    public async Task Complete_Parts_BecomeOneObjectWithItsHeaders()
    {
        using var client = await CreateAsync();
        var id = await BeginAsync(client, "k", ("content-type", "text/plain"), ("x-amz-meta-a", "1"), ("x-amz-tagging", "t=1"));
        var two = await PartAsync(client, "k", id, 2, "world");
        var one = await PartAsync(client, "k", id, 1, "hello ");
        using var complete = await CompleteAsync(client, "k", id, (1, one), (2, two));
        using var read = await client.GetAsync("k");
        var expected = Convert.ToHexStringLower(MD5.HashData([.. MD5.HashData("hello "u8), .. MD5.HashData("world"u8)])) + "-2";

        Assert.That(EmbeddedClient.Value(await EmbeddedClient.XmlAsync(complete), "ETag"), Is.EqualTo($"\"{expected}\""));
        Assert.That(await EmbeddedClient.TextAsync(read), Is.EqualTo("hello world"));
        Assert.That(read.Headers.ETag!.Tag, Is.EqualTo($"\"{expected}\""));
        Assert.That(read.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/plain"));
        Assert.That(read.Headers.GetValues("x-amz-meta-a").Single(), Is.EqualTo("1"));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(await CompleteAsync(client, "k", id, (1, one), (2, two))), Is.EqualTo("NoSuchUpload"));
    }

    [Test]
    public async Task UploadPart_BeforeComplete_IsInvisible()
    {
        using var client = await CreateAsync();
        var id = await BeginAsync(client, "k");
        await PartAsync(client, "k", id, 1, "x");

        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await client.SendAsync("DELETE", "/bucket/k", [("uploadId", id)])).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(await UploadAsync(client, "k", id, "2", "x")), Is.EqualTo("NoSuchUpload"));
    }

    [Test]
    public async Task UploadPart_SameNumberAgain_ReplacesIt()
    {
        using var client = await CreateAsync();
        var id = await BeginAsync(client, "k");
        var old = await PartAsync(client, "k", id, 1, "old");
        var fresh = await PartAsync(client, "k", id, 1, "new");

        Assert.That(await EmbeddedClient.ErrorCodeAsync(await CompleteAsync(client, "k", id, (1, old))), Is.EqualTo("InvalidPart"));
        Assert.That((await CompleteAsync(client, "k", id, (1, fresh))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync("k")), Is.EqualTo("new"));
    }

    [TestCase("0")]
    [TestCase("10001")]
    [TestCase("x")]
    public async Task UploadPart_NumberOutOfRange_IsInvalidArgument(string number)
    {
        using var client = await CreateAsync();
        var id = await BeginAsync(client, "k");

        Assert.That(await EmbeddedClient.ErrorCodeAsync(await UploadAsync(client, "k", id, number, "x")), Is.EqualTo("InvalidArgument"));
    }

    [Test]
    public async Task UploadPart_UploadOfAnotherKey_IsNoSuchUpload()
    {
        using var client = await CreateAsync();
        var id = await BeginAsync(client, "k");

        Assert.That(await EmbeddedClient.ErrorCodeAsync(await UploadAsync(client, "other", id, "1", "x")), Is.EqualTo("NoSuchUpload"));
    }

    [Test]
    public async Task Complete_WrongLists_AreRefusedAndTheUploadStays()
    {
        using var client = await CreateAsync();
        var id = await BeginAsync(client, "k");
        var one = await PartAsync(client, "k", id, 1, "a");
        var two = await PartAsync(client, "k", id, 2, "b");

        Assert.That(await EmbeddedClient.ErrorCodeAsync(await CompleteAsync(client, "k", id, (2, two), (1, one))), Is.EqualTo("InvalidPartOrder"));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(await CompleteAsync(client, "k", id, (1, one), (1, one))), Is.EqualTo("InvalidPartOrder"));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(await CompleteAsync(client, "k", id, (1, one), (3, two))), Is.EqualTo("InvalidPart"));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(await CompleteAsync(client, "k", id)), Is.EqualTo("MalformedXML"));
        Assert.That((await CompleteAsync(client, "k", id, (1, one), (2, two))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Complete_SmallPartThatIsNotTheLast_IsEntityTooSmall()
    {
        using var client = await new EmbeddedClient(new EmbeddedStoreOptions { MinimumPartSize = 4 }).WithBucketAsync();
        var id = await BeginAsync(client, "k");
        var small = await PartAsync(client, "k", id, 1, "abc");
        var enough = await PartAsync(client, "k", id, 2, "abcd");
        var last = await PartAsync(client, "k", id, 3, "z");

        Assert.That(await EmbeddedClient.ErrorCodeAsync(await CompleteAsync(client, "k", id, (1, small), (2, enough))), Is.EqualTo("EntityTooSmall"));
        Assert.That((await CompleteAsync(client, "k", id, (2, enough), (3, last))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync("k")), Is.EqualTo("abcdz"));
    }

    [Test]
    public async Task Complete_DefaultOptions_AskForFiveMebibyteParts()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var id = await BeginAsync(client, "k");
        var one = await PartAsync(client, "k", id, 1, new string('a', 5 * 1024 * 1024 - 1));
        var two = await PartAsync(client, "k", id, 2, "b");

        Assert.That(await EmbeddedClient.ErrorCodeAsync(await CompleteAsync(client, "k", id, (1, one), (2, two))), Is.EqualTo("EntityTooSmall"));
    }

    [Test]
    public async Task Complete_IfNoneMatchOverExisting_Is412()
    {
        using var client = await CreateAsync();
        var id = await BeginAsync(client, "k");
        var one = await PartAsync(client, "k", id, 1, "new");
        await client.PutAsync("k", "old");
        using var response = await client.SendXmlAsync("POST", "/bucket/k", [("uploadId", id)], Document([(1, one)]), ("If-None-Match", "*"));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync("k")), Is.EqualTo("old"));
    }

    [Test]
    public async Task UploadPartCopy_Range_CopiesThoseBytes()
    {
        using var client = await CreateAsync();
        await client.PutAsync("source", "0123456789");
        var id = await BeginAsync(client, "k");
        using var copied = await client.SendAsync(
            "PUT", "/bucket/k", [("uploadId", id), ("partNumber", "1")], headers: [("x-amz-copy-source", "/bucket/source"), ("x-amz-copy-source-range", "bytes=2-4")]);
        var etag = EmbeddedClient.Value(await EmbeddedClient.XmlAsync(copied), "ETag")!;
        using var beyond = await client.SendAsync(
            "PUT", "/bucket/k", [("uploadId", id), ("partNumber", "2")], headers: [("x-amz-copy-source", "/bucket/source"), ("x-amz-copy-source-range", "bytes=2-10")]);
        await CompleteAsync(client, "k", id, (1, etag));

        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync("k")), Is.EqualTo("234"));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(beyond), Is.EqualTo("InvalidArgument"));
    }

    [Test]
    public async Task GetObject_PartNumber_IsThatPart()
    {
        using var client = await CreateAsync();
        var id = await BeginAsync(client, "k");
        var one = await PartAsync(client, "k", id, 1, "hello ");
        var two = await PartAsync(client, "k", id, 2, "world");
        await CompleteAsync(client, "k", id, (1, one), (2, two));
        using var part = await client.SendAsync("GET", "/bucket/k", [("partNumber", "2")]);

        Assert.That(part.StatusCode, Is.EqualTo(HttpStatusCode.PartialContent));
        Assert.That(await EmbeddedClient.TextAsync(part), Is.EqualTo("world"));
        Assert.That(part.Content.Headers.ContentRange!.ToString(), Is.EqualTo("bytes 6-10/11"));
        Assert.That(part.Headers.GetValues("x-amz-mp-parts-count").Single(), Is.EqualTo("2"));
    }

    [Test]
    public async Task CopyObject_OfAMultipartObject_HasAPlainETag()
    {
        using var client = await CreateAsync();
        var id = await BeginAsync(client, "k");
        await CompleteAsync(client, "k", id, (1, await PartAsync(client, "k", id, 1, "text")));
        await client.SendAsync("PUT", "/bucket/copy", headers: [("x-amz-copy-source", "/bucket/k")]);

        Assert.That((await client.GetAsync("copy")).Headers.ETag!.Tag, Is.EqualTo($"\"{Convert.ToHexStringLower(MD5.HashData("text"u8))}\""));
    }

    [Test]
    public async Task ListParts_Pages_GoOnAtTheMarker()
    {
        using var client = await CreateAsync();
        var id = await BeginAsync(client, "k");
        foreach (var number in new[] { 5, 1, 3 })
        {
            await PartAsync(client, "k", id, number, new string('x', number));
        }

        var first = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket/k", [("uploadId", id), ("max-parts", "2")]));
        var second = await EmbeddedClient.XmlAsync(
            await client.SendAsync("GET", "/bucket/k", [("uploadId", id), ("part-number-marker", EmbeddedClient.Value(first, "NextPartNumberMarker")!)]));

        Assert.That(EmbeddedClient.Values(first, "PartNumber"), Is.EqualTo(new[] { "1", "3" }));
        Assert.That(EmbeddedClient.Values(first, "Size"), Is.EqualTo(new[] { "1", "3" }));
        Assert.That(EmbeddedClient.Value(first, "IsTruncated"), Is.EqualTo("true"));
        Assert.That(EmbeddedClient.Values(second, "PartNumber"), Is.EqualTo(new[] { "5" }));
        Assert.That(EmbeddedClient.Value(second, "IsTruncated"), Is.EqualTo("false"));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(10)]
    public async Task ListMultipartUploads_Pages_ShowEveryUploadOnce(int size)
    {
        using var client = await CreateAsync();
        var expected = new List<string>();
        foreach (var key in new[] { "b", "a", "b", "c", "a" })
        {
            expected.Add(await BeginAsync(client, key));
        }

        var ids = new List<string>();
        var keys = new List<string>();
        (string, string)[] markers = [];
        string truncated;
        do
        {
            var xml = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", [("uploads", ""), ("max-uploads", $"{size}"), .. markers]));
            ids.AddRange(EmbeddedClient.Values(xml, "UploadId"));
            keys.AddRange(EmbeddedClient.Values(xml, "Key"));
            truncated = EmbeddedClient.Value(xml, "IsTruncated")!;
            markers = [("key-marker", EmbeddedClient.Value(xml, "NextKeyMarker") ?? ""), ("upload-id-marker", EmbeddedClient.Value(xml, "NextUploadIdMarker") ?? "")];
        }
        while (truncated == "true");

        Assert.That(keys, Is.EqualTo(new[] { "a", "a", "b", "b", "c" }));
        Assert.That(ids, Is.EqualTo(new[] { expected[1], expected[4], expected[0], expected[2], expected[3] }));
    }

    [Test]
    public async Task ListMultipartUploads_Delimiter_Groups()
    {
        using var client = await CreateAsync();
        foreach (var key in new[] { "d/1", "d/2", "e", "f/1" })
        {
            await BeginAsync(client, key);
        }

        var xml = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket", [("uploads", ""), ("delimiter", "/"), ("key-marker", "d/")]));

        Assert.That(EmbeddedClient.Values(xml, "Key"), Is.EqualTo(new[] { "e" }));
        Assert.That(EmbeddedClient.Values(xml, "CommonPrefixes"), Is.EqualTo(new[] { "f/" }));
    }

    private static Task<EmbeddedClient> CreateAsync() => new EmbeddedClient(new EmbeddedStoreOptions { MinimumPartSize = 1 }).WithBucketAsync();

    private static async Task<string> BeginAsync(EmbeddedClient client, string key, params (string, string)[] headers) =>
        EmbeddedClient.Value(await EmbeddedClient.XmlAsync(await client.SendAsync("POST", "/bucket/" + key, [("uploads", "")], headers: headers)), "UploadId")!;

    private static Task<HttpResponseMessage> UploadAsync(EmbeddedClient client, string key, string id, string number, string text) =>
        client.SendAsync("PUT", "/bucket/" + key, [("uploadId", id), ("partNumber", number)], new ByteArrayContent(Encoding.UTF8.GetBytes(text)));

    private static async Task<string> PartAsync(EmbeddedClient client, string key, string id, int number, string text)
    {
        using var response = await UploadAsync(client, key, id, $"{number}", text);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return response.Headers.ETag!.Tag;
    }

    private static Task<HttpResponseMessage> CompleteAsync(EmbeddedClient client, string key, string id, params (int, string)[] parts) =>
        client.SendXmlAsync("POST", "/bucket/" + key, [("uploadId", id)], Document(parts));

    private static string Document((int Number, string ETag)[] parts) =>
        $"<CompleteMultipartUpload>{string.Concat(parts.Select(p => $"<Part><PartNumber>{p.Number}</PartNumber><ETag>{p.ETag}</ETag></Part>"))}</CompleteMultipartUpload>";
}
