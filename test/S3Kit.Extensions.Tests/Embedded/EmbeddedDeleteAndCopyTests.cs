using System.Net;
using S3Kit.Protocol;

namespace S3Kit.Tests.Embedded;

public class EmbeddedDeleteAndCopyTests
{
    private static readonly (string, string)[] DeleteQuery = [("delete", "")];

    [Test]
    public async Task DeleteObjects_SomeMissing_ReportsAllAsDeleted()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("a & b", "x");
        await client.PutAsync(" ", "x");
        await client.PutAsync("keep", "x");
        var xml = await EmbeddedClient.XmlAsync(await client.SendXmlAsync(
            "POST", "/bucket", DeleteQuery, "<Delete><Object><Key>a &amp; b</Key></Object><Object><Key> </Key></Object><Object><Key>none</Key></Object></Delete>"));

        Assert.That(EmbeddedClient.Values(xml, "Key"), Is.EqualTo(new[] { "a & b", " ", "none" }));
        Assert.That(EmbeddedClient.Values(xml, "Error"), Is.Empty);
        Assert.That((await client.GetAsync("a & b")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await client.GetAsync(" ")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await client.GetAsync("keep")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task DeleteObjects_Quiet_NamesOnlyWhatFailed()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("a", "x");
        await client.PutAsync("b", "x");
        var xml = await EmbeddedClient.XmlAsync(await client.SendXmlAsync(
            "POST",
            "/bucket",
            DeleteQuery,
            "<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object><Object><Key>b</Key><ETag>\"other\"</ETag></Object></Delete>"));

        Assert.That(EmbeddedClient.Values(xml, "Deleted"), Is.Empty);
        Assert.That(EmbeddedClient.Values(xml, "Key"), Is.EqualTo(new[] { "b" }));
        Assert.That(EmbeddedClient.Values(xml, "Code"), Is.EqualTo(new[] { "PreconditionFailed" }));
        Assert.That((await client.GetAsync("b")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task DeleteObjects_NoneOrTooMany_IsMalformedXml()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var many = string.Concat(Enumerable.Range(0, 1001).Select(i => $"<Object><Key>{i}</Key></Object>"));

        Assert.That(await EmbeddedClient.ErrorCodeAsync(await client.SendXmlAsync("POST", "/bucket", DeleteQuery, "<Delete/>")), Is.EqualTo("MalformedXML"));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(await client.SendXmlAsync("POST", "/bucket", DeleteQuery, $"<Delete>{many}</Delete>")), Is.EqualTo("MalformedXML"));
    }

    [Test]
    public async Task DeleteObjects_WithoutMd5_IsInvalidRequest()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var response = await client.SendAsync("POST", "/bucket", DeleteQuery, new StringContent("<Delete><Object><Key>a</Key></Object></Delete>"));

        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("InvalidRequest"));
    }

    [TestCase("k", HttpStatusCode.NoContent)]
    [TestCase("other", HttpStatusCode.PreconditionFailed)]
    public async Task DeleteObject_IfMatch_ComparesTheETag(string text, HttpStatusCode expected)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var etag = (await client.PutAsync(text, text)).Headers.ETag!.Tag;
        await client.PutAsync("k", "k");
        using var response = await client.SendAsync("DELETE", "/bucket/k", headers: [("If-Match", etag)]);

        Assert.That(response.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task CopyObject_AnyKey_KeepsBytesAndMetadata()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("a b+c/\u00e9", "text", ("content-type", "text/plain"), ("x-amz-meta-a", "1"), ("x-amz-tagging", "t=1"));
        using var copy = await CopyAsync(client, "a b+c/\u00e9", "copy");
        using var read = await client.GetAsync("copy");

        Assert.That(copy.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(EmbeddedClient.Value(await EmbeddedClient.XmlAsync(copy), "ETag"), Is.EqualTo(read.Headers.ETag!.Tag));
        Assert.That(await EmbeddedClient.TextAsync(read), Is.EqualTo("text"));
        Assert.That(read.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/plain"));
        Assert.That(read.Headers.GetValues("x-amz-meta-a").Single(), Is.EqualTo("1"));
        Assert.That(read.Headers.GetValues("x-amz-tagging-count").Single(), Is.EqualTo("1"));
    }

    [Test]
    public async Task CopyObject_Replace_TakesTheRequestsMetadata()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "text", ("x-amz-meta-a", "1"));
        using var copy = await CopyAsync(client, "k", "k", ("x-amz-metadata-directive", "REPLACE"), ("x-amz-meta-b", "2"));
        using var read = await client.GetAsync("k");

        Assert.That(copy.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(read.Headers.Contains("x-amz-meta-a"), Is.False);
        Assert.That(read.Headers.GetValues("x-amz-meta-b").Single(), Is.EqualTo("2"));
    }

    [Test]
    public async Task CopyObject_OntoItselfUnchanged_IsInvalidRequest()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "text");

        Assert.That(await EmbeddedClient.ErrorCodeAsync(await CopyAsync(client, "k", "k")), Is.EqualTo("InvalidRequest"));
    }

    [TestCase("x-amz-copy-source-if-match", "E", HttpStatusCode.OK)]
    [TestCase("x-amz-copy-source-if-match", "\"other\"", HttpStatusCode.PreconditionFailed)]
    [TestCase("x-amz-copy-source-if-none-match", "E", HttpStatusCode.PreconditionFailed)]
    [TestCase("x-amz-copy-source-if-none-match", "\"other\"", HttpStatusCode.OK)]
    [TestCase("x-amz-copy-source-if-modified-since", "Sun, 01 Mar 2026 12:00:00 GMT", HttpStatusCode.PreconditionFailed)]
    [TestCase("x-amz-copy-source-if-unmodified-since", "Sun, 01 Mar 2026 11:00:00 GMT", HttpStatusCode.PreconditionFailed)]
    [TestCase("x-amz-copy-source-if-unmodified-since", "Sun, 01 Mar 2026 12:00:00 GMT", HttpStatusCode.OK)]
    public async Task CopyObject_SourceCondition_DecidesWhetherItIsCopied(string name, string value, HttpStatusCode expected)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var etag = (await client.PutAsync("k", "text")).Headers.ETag!.Tag;
        using var copy = await CopyAsync(client, "k", "copy", (name, value.Replace("E", etag, StringComparison.Ordinal)));

        Assert.That(copy.StatusCode, Is.EqualTo(expected));
    }

    [TestCase("/bucket/none", "NoSuchKey")]
    [TestCase("/nobucket/k", "NoSuchBucket")]
    [TestCase("/theirs/k", "AccessDenied")]
    [TestCase("bucket", "InvalidArgument")]
    public async Task CopyObject_SourceNotThere_SaysWhy(string source, string code)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        client.Credentials = new S3Credentials("AK2", "SK2");
        await client.SendAsync("PUT", "/theirs");
        client.Credentials = new S3Credentials("AK", "SK");
        using var response = await client.SendAsync("PUT", "/bucket/copy", headers: [("x-amz-copy-source", source)]);

        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo(code));
    }

    [Test]
    public async Task Tagging_PutGetDelete_RoundTrips()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "text", ("x-amz-tagging", "a=1&b%20c=2%2B3"));
        (string, string)[] query = [("tagging", "")];
        var before = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket/k", query));
        using var put = await client.SendXmlAsync("PUT", "/bucket/k", query, "<Tagging><TagSet><Tag><Key>n</Key><Value>v</Value></Tag></TagSet></Tagging>");
        var after = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket/k", query));
        using var delete = await client.SendAsync("DELETE", "/bucket/k", query);
        var none = await EmbeddedClient.XmlAsync(await client.SendAsync("GET", "/bucket/k", query));

        Assert.That(EmbeddedClient.Values(before, "Value"), Is.EqualTo(new[] { "1", "2+3" }));
        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(EmbeddedClient.Values(after, "Key"), Is.EqualTo(new[] { "n" }));
        Assert.That(delete.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(EmbeddedClient.Values(none, "Tag"), Is.Empty);
        Assert.That(await EmbeddedClient.TextAsync(await client.GetAsync("k")), Is.EqualTo("text"));
    }

    [Test]
    public async Task Tagging_SameKeyTwice_IsInvalidTag()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var response = await client.SendAsync("PUT", "/bucket/k", body: new StringContent("x"), headers: [("x-amz-tagging", "a=1&a=2")]);

        Assert.That(await EmbeddedClient.ErrorCodeAsync(response), Is.EqualTo("InvalidTag"));
    }

    private static Task<HttpResponseMessage> CopyAsync(EmbeddedClient client, string from, string to, params (string, string)[] headers) =>
        client.SendAsync("PUT", "/bucket/" + to, headers: [("x-amz-copy-source", S3Encoding.EncodePath("/bucket/" + from)), .. headers]);
}
