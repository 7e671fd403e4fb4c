using System.Net;
using System.Text;
using S3Kit.Checksums;
using S3Kit.Embedded;

namespace S3Kit.Tests.Embedded;

public class EmbeddedChecksumTests
{
    [TestCase("crc32")]
    [TestCase("crc32c")]
    [TestCase("crc64nvme")]
    [TestCase("sha1")]
    [TestCase("sha256")]
    public async Task PutObject_Checksum_IsKeptAndSentWhenAskedFor(string name)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var value = Checksum(name, "text");
        using var put = await client.PutAsync("k", "text", ("x-amz-checksum-" + name, value));
        using var asked = await client.SendAsync("HEAD", "/bucket/k", headers: [("x-amz-checksum-mode", "ENABLED")]);
        using var unasked = await client.GetAsync("k");
        using var part = await client.GetAsync("k", ("x-amz-checksum-mode", "ENABLED"), ("Range", "bytes=0-1"));

        Assert.That(put.Headers.GetValues("x-amz-checksum-" + name).Single(), Is.EqualTo(value));
        Assert.That(asked.Headers.GetValues("x-amz-checksum-" + name).Single(), Is.EqualTo(value));
        Assert.That(asked.Headers.GetValues("x-amz-checksum-type").Single(), Is.EqualTo("FULL_OBJECT"));
        Assert.That(unasked.Headers.Contains("x-amz-checksum-" + name), Is.False);
        Assert.That(part.Headers.Contains("x-amz-checksum-" + name), Is.False, "a checksum of the whole says nothing of a part");
    }

    [Test]
    public async Task PutObject_WrongChecksum_IsBadDigestAndStoresNothing()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var put = await client.SendAsync(
            "PUT", "/bucket/k", body: new StringContent("text"), headers: [("x-amz-checksum-crc32", Checksum("crc32", "other"))]);

        Assert.That(await EmbeddedClient.ErrorCodeAsync(put), Is.EqualTo("BadDigest"));
        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task PutObject_TwoChecksums_IsInvalidRequest()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var put = await client.SendAsync(
            "PUT",
            "/bucket/k",
            body: new StringContent("text"),
            headers: [("x-amz-checksum-crc32", Checksum("crc32", "text")), ("x-amz-checksum-sha1", Checksum("sha1", "text"))]);

        Assert.That(await EmbeddedClient.ErrorCodeAsync(put), Is.EqualTo("InvalidRequest"));
    }

    [Test]
    public async Task DeleteObjects_ChecksumInPlaceOfMd5_IsTaken()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        const string Xml = "<Delete><Object><Key>k</Key></Object></Delete>";
        using var right = await client.SendAsync(
            "POST", "/bucket", [("delete", "")], new StringContent(Xml), [("x-amz-checksum-sha256", Checksum("sha256", Xml))]);
        using var wrong = await client.SendAsync(
            "POST", "/bucket", [("delete", "")], new StringContent(Xml), [("x-amz-checksum-sha256", Checksum("sha256", "other"))]);

        Assert.That(right.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(wrong), Is.EqualTo("BadDigest"));
    }

    [TestCase("COMPOSITE")]
    [TestCase("FULL_OBJECT")]
    public async Task Complete_Checksum_IsOfThePartsOrOfTheWhole(string type)
    {
        using var client = await new EmbeddedClient(new EmbeddedStoreOptions { MinimumPartSize = 1 }).WithBucketAsync();
        using var created = await client.SendAsync(
            "POST", "/bucket/k", [("uploads", "")], headers: [("x-amz-checksum-algorithm", "CRC32C"), ("x-amz-checksum-type", type)]);
        var id = EmbeddedClient.Value(await EmbeddedClient.XmlAsync(created), "UploadId")!;
        var list = string.Empty;
        foreach (var (number, text) in new[] { (1, "hello "), (2, "world") })
        {
            using var part = await client.SendAsync(
                "PUT", "/bucket/k", [("uploadId", id), ("partNumber", $"{number}")], new StringContent(text), [("x-amz-checksum-crc32c", Checksum("crc32c", text))]);
            list += $"<Part><PartNumber>{number}</PartNumber><ETag>{part.Headers.ETag!.Tag}</ETag><ChecksumCRC32C>{Checksum("crc32c", text)}</ChecksumCRC32C></Part>";
        }

        byte[] joined = [.. Convert.FromBase64String(Checksum("crc32c", "hello ")), .. Convert.FromBase64String(Checksum("crc32c", "world"))];
        var expected = type == "FULL_OBJECT" ? Checksum("crc32c", "hello world") : Checksum("crc32c", joined) + "-2";
        using var forged = await client.SendXmlAsync(
            "POST", "/bucket/k", [("uploadId", id)], $"<CompleteMultipartUpload>{list.Replace(Checksum("crc32c", "world"), "AAAAAA==", StringComparison.Ordinal)}</CompleteMultipartUpload>");
        using var wrong = await client.SendXmlAsync(
            "POST", "/bucket/k", [("uploadId", id)], $"<CompleteMultipartUpload>{list}</CompleteMultipartUpload>", ("x-amz-checksum-crc32c", "AAAAAA=="));
        var complete = await EmbeddedClient.XmlAsync(await client.SendXmlAsync(
            "POST", "/bucket/k", [("uploadId", id)], $"<CompleteMultipartUpload>{list}</CompleteMultipartUpload>", ("x-amz-checksum-crc32c", expected)));
        using var head = await client.SendAsync("HEAD", "/bucket/k", headers: [("x-amz-checksum-mode", "ENABLED")]);

        Assert.That(await EmbeddedClient.ErrorCodeAsync(forged), Is.EqualTo("InvalidPart"));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(wrong), Is.EqualTo("BadDigest"));
        Assert.That(EmbeddedClient.Value(complete, "ChecksumCRC32C"), Is.EqualTo(expected));
        Assert.That(EmbeddedClient.Value(complete, "ChecksumType"), Is.EqualTo(type));
        Assert.That(head.Headers.GetValues("x-amz-checksum-crc32c").Single(), Is.EqualTo(expected));
    }

    [Test]
    public async Task UploadPart_CompositeWithoutChecksum_IsInvalidRequest()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var created = await client.SendAsync("POST", "/bucket/k", [("uploads", "")], headers: [("x-amz-checksum-algorithm", "SHA256")]);
        var id = EmbeddedClient.Value(await EmbeddedClient.XmlAsync(created), "UploadId")!;
        using var part = await client.SendAsync("PUT", "/bucket/k", [("uploadId", id), ("partNumber", "1")], new StringContent("x"));

        Assert.That(created.Headers.GetValues("x-amz-checksum-type").Single(), Is.EqualTo("COMPOSITE"));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(part), Is.EqualTo("InvalidRequest"));
    }

    [Test]
    public async Task CopyObject_AlgorithmAskedFor_IsComputed()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "text", ("x-amz-checksum-crc32", Checksum("crc32", "text")));
        var kept = await EmbeddedClient.XmlAsync(await client.SendAsync("PUT", "/bucket/one", headers: [("x-amz-copy-source", "/bucket/k")]));
        var computed = await EmbeddedClient.XmlAsync(
            await client.SendAsync("PUT", "/bucket/two", headers: [("x-amz-copy-source", "/bucket/k"), ("x-amz-checksum-algorithm", "SHA256")]));

        Assert.That(EmbeddedClient.Value(kept, "ChecksumCRC32"), Is.EqualTo(Checksum("crc32", "text")));
        Assert.That(EmbeddedClient.Value(computed, "ChecksumSHA256"), Is.EqualTo(Checksum("sha256", "text")));
    }

    [Test]
    public async Task Create_UnknownAlgorithm_IsInvalidRequest()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var created = await client.SendAsync("POST", "/bucket/k", [("uploads", "")], headers: [("x-amz-checksum-algorithm", "CRC7")]);

        Assert.That(await EmbeddedClient.ErrorCodeAsync(created), Is.EqualTo("InvalidRequest"));
    }

    private static string Checksum(string name, string text) => Checksum(name, Encoding.UTF8.GetBytes(text));

    private static string Checksum(string name, byte[] bytes) => ChecksumFormat.Named(name)!.Compute(new ObjectData([(ReadOnlyMemory<byte>)bytes]));
}
