using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using S3Kit.Checksums;
using S3Kit.Embedded;
using S3Kit.Protocol;

namespace S3Kit.Tests.Embedded;

public class EmbeddedChunkedBodyTests
{
    private const string Unsigned = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private const string FirstSignature = "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";

    /// <summary>The chunked upload that the S3 API reference publishes, with its signatures.</summary>
    [TestCase(FirstSignature, HttpStatusCode.OK)]
    [TestCase("ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288649", HttpStatusCode.Forbidden)]
    public async Task PutObject_SignedPieces_AreVerifiedOneByOne(string firstSignature, HttpStatusCode expected)
    {
        var store = new EmbeddedStore(new FakeTimeProvider(new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero)))
            .Allow("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        using var client = new EmbeddedClient(store) { Credentials = new S3Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY") };
        await client.WithBucketAsync("examplebucket");
        var body = new StringBuilder()
            .Append("10000;chunk-signature=").Append(firstSignature).Append("\r\n").Append('a', 65536).Append("\r\n")
            .Append("400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n").Append('a', 1024).Append("\r\n")
            .Append("0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n");
        using var request = new HttpRequestMessage(HttpMethod.Put, "http://s3.amazonaws.com/examplebucket/chunkObject.txt")
        {
            Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body.ToString())),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", "aws-chunked");
        request.Headers.TryAddWithoutValidation("x-amz-date", "20130524T000000Z");
        request.Headers.TryAddWithoutValidation("x-amz-storage-class", "REDUCED_REDUNDANCY");
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        request.Headers.TryAddWithoutValidation("x-amz-decoded-content-length", "66560");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
            + "SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,"
            + "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
        using var put = await client.SendAsync(request);
        using var get = await client.SendAsync("GET", "/examplebucket/chunkObject.txt");

        Assert.That(put.StatusCode, Is.EqualTo(expected));
        Assert.That(await EmbeddedClient.TextAsync(get), expected == HttpStatusCode.OK ? Is.EqualTo(new string('a', 66560)) : Does.Contain("NoSuchKey"));
    }

    [Test]
    public async Task PutObject_TrailerChecksum_IsKeptAndTheEncodingIsNot()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var put = await SendAsync(client, $"4\r\ntext\r\n0\r\nx-amz-checksum-crc32:{ChecksumOf("text")}\r\n\r\n", 4);
        using var get = await client.GetAsync("k", ("x-amz-checksum-mode", "ENABLED"));

        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await EmbeddedClient.TextAsync(get), Is.EqualTo("text"));
        Assert.That(get.Headers.GetValues("x-amz-checksum-crc32").Single(), Is.EqualTo(ChecksumOf("text")));
        Assert.That(get.Content.Headers.ContentEncoding, Is.Empty);
    }

    [TestCase("4\r\ntext\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", 4, "BadDigest")]
    [TestCase("4\r\ntext\r\n0\r\n\r\n", 5, "IncompleteBody")]
    [TestCase("4\r\ntext\r\n", 4, "IncompleteBody")]
    [TestCase("5\r\ntext\r\n0\r\n\r\n", 5, "IncompleteBody")]
    [TestCase("ffffffff\r\ntext\r\n0\r\n\r\n", 4, "IncompleteBody")]
    [TestCase("3\r\ntext\r\n0\r\n\r\n", 4, "IncompleteBody")]
    [TestCase("not chunked", 11, "IncompleteBody")]
    [TestCase("4\r\ntext\r\n0\r\nnonsense\r\n\r\n", 4, "MalformedTrailerError")]
    public async Task PutObject_BrokenPieces_AreRefused(string body, int length, string code)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var put = await SendAsync(client, body, length);

        Assert.That(await EmbeddedClient.ErrorCodeAsync(put), Is.EqualTo(code));
        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task PutObject_SignedTrailerWithoutSignature_IsRefused()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var put = await SendAsync(client, "0\r\n\r\n", 0, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");

        Assert.That(await EmbeddedClient.ErrorCodeAsync(put), Is.EqualTo("SignatureDoesNotMatch"));
    }

    private static string ChecksumOf(string text) =>
        ChecksumFormat.Named("CRC32")!.Compute(new ObjectData([(ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text)]));

    private static Task<HttpResponseMessage> SendAsync(EmbeddedClient client, string body, int length, string kind = Unsigned) =>
        client.SendAsync(
            "PUT",
            "/bucket/k",
            body: new ByteArrayContent(Encoding.ASCII.GetBytes(body)),
            headers: [("content-encoding", "aws-chunked"), ("x-amz-content-sha256", kind), ("x-amz-decoded-content-length", $"{length}")]);
}
