using System.Net;
using System.Security.Cryptography;

namespace S3Kit.Tests.Embedded;

/// <summary>The embedded store decides on keys as S3 does, and takes the other headers that S3 takes.</summary>
public sealed class EmbeddedEncryptionTests
{
    private const string Asked = "x-amz-server-side-encryption";
    private const string Customer = Asked + "-customer-";

    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static IEnumerable<TestCaseData> WrongHeaders =>
    [
        Case("unknown algorithm", "InvalidArgument", (Asked, "ROT13")),
        Case("KMS key without KMS", "InvalidArgument", (Asked, "AES256"), (Asked + "-aws-kms-key-id", "k")),
        Case("KMS key alone", "InvalidArgument", (Asked + "-aws-kms-key-id", "k")),
        Case("both kinds", "InvalidArgument", [(Asked, "AES256"), .. KeyHeaders(Key)]),
        Case("context that is no base64", "InvalidArgument", (Asked, "aws:kms"), (Asked + "-context", "{}")),
        Case("context that is no object", "InvalidArgument", (Asked, "aws:kms"), (Asked + "-context", "WzFd")),
        Case("key without its MD5", "InvalidArgument", KeyHeaders(Key)[..2]),
        Case("MD5 of another key", "InvalidArgument", [.. KeyHeaders(Key)[..2], KeyHeaders(new byte[32])[2]]),
        Case("short key", "InvalidArgument", KeyHeaders(new byte[16])),
        Case("endless key", "InvalidArgument", KeyHeaders(new byte[3000])),
        Case("another algorithm", "InvalidEncryptionAlgorithmError", [(Customer + "algorithm", "AES512"), .. KeyHeaders(Key)[1..]]),
        Case("unknown ACL", "InvalidArgument", ("x-amz-acl", "everybody")),
        Case("tag with a sign", "InvalidTag", ("x-amz-tagging", "a=%3Cb%3E")),
        Case("tag twice", "InvalidTag", ("x-amz-tagging", "a=1&a=2")),
        Case("eleven tags", "BadRequest", ("x-amz-tagging", "a&b&c&d&e&f&g&h&i&j&k")),
    ];

    [TestCaseSource(nameof(WrongHeaders))]
    public async Task PutAndCreate_WrongHeaders_AreRefusedAndNothingIsStored(string code, (string Name, string Value)[] headers)
    {
        using var client = await new EmbeddedClient().WithBucketAsync();

        using var put = await client.SendAsync("PUT", "/bucket/k", body: new ByteArrayContent([1]), headers: headers);
        using var create = await client.SendAsync("POST", "/bucket/k", [("uploads", "")], headers: headers);

        Assert.That(put.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(put), Is.EqualTo(code));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(create), Is.EqualTo(code));
        Assert.That((await client.GetAsync("k")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Get_SseC_NeedsTheKey()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "secret", KeyHeaders(Key));

        using var right = await client.GetAsync("k", KeyHeaders(Key));
        using var none = await client.GetAsync("k");
        using var wrong = await client.GetAsync("k", KeyHeaders(new byte[32]));
        using var range = await client.GetAsync("k", ("range", "bytes=0-0"));
        using var asked = await client.GetAsync("k", (Asked, "AES256"));

        Assert.That(await EmbeddedClient.TextAsync(right), Is.EqualTo("secret"));
        Assert.That(right.Headers.GetValues(Customer + "key-MD5").Single(), Is.EqualTo(KeyHeaders(Key)[2].Value));
        Assert.That((none.StatusCode, await EmbeddedClient.ErrorCodeAsync(none)), Is.EqualTo((HttpStatusCode.BadRequest, "InvalidRequest")));
        Assert.That((wrong.StatusCode, await EmbeddedClient.ErrorCodeAsync(wrong)), Is.EqualTo((HttpStatusCode.Forbidden, "AccessDenied")));
        Assert.That(range.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await EmbeddedClient.ErrorCodeAsync(asked), Is.EqualTo("InvalidArgument"));
    }

    [Test]
    public async Task ETag_EncryptedWithAKey_IsNoMd5()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var md5 = $"\"{Convert.ToHexStringLower(MD5.HashData("x"u8))}\"";

        Assert.That((await client.PutAsync("plain", "x")).Headers.ETag!.Tag, Is.EqualTo(md5));
        Assert.That((await client.PutAsync("s3", "x", (Asked, "AES256"))).Headers.ETag!.Tag, Is.EqualTo(md5));
        Assert.That((await client.PutAsync("kms", "x", (Asked, "aws:kms"))).Headers.ETag!.Tag, Is.Not.EqualTo(md5));
        Assert.That((await client.PutAsync("c", "x", KeyHeaders(Key))).Headers.ETag!.Tag, Is.Not.EqualTo(md5));
    }

    [Test]
    public async Task UploadPart_SseC_NeedsTheKeyOfTheUpload()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        using var withKey = await client.SendAsync("POST", "/bucket/k", [("uploads", "")], headers: KeyHeaders(Key));
        using var without = await client.SendAsync("POST", "/bucket/k", [("uploads", "")]);
        var id = EmbeddedClient.Value(await EmbeddedClient.XmlAsync(withKey), "UploadId")!;
        var plainId = EmbeddedClient.Value(await EmbeddedClient.XmlAsync(without), "UploadId")!;

        Assert.That(await PartAsync(id, KeyHeaders(Key)), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await PartAsync(id, []), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await PartAsync(id, KeyHeaders(new byte[32])), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await PartAsync(plainId, KeyHeaders(Key)), Is.EqualTo(HttpStatusCode.BadRequest));

        async Task<HttpStatusCode> PartAsync(string upload, (string, string)[] headers) =>
            (await client.SendAsync("PUT", "/bucket/k", [("partNumber", "1"), ("uploadId", upload)], new ByteArrayContent([1]), headers)).StatusCode;
    }

    [Test]
    public async Task CopyObject_SseC_NeedsTheKeyOfTheSourceAndTakesItsOwn()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        await client.PutAsync("k", "secret", KeyHeaders(Key));
        (string, string)[] ofSource = [.. KeyHeaders(Key).Select(header => (header.Name.Replace("x-amz-", "x-amz-copy-source-", StringComparison.Ordinal), header.Value))];

        using var without = await client.SendAsync("PUT", "/bucket/copy", headers: [("x-amz-copy-source", "bucket/k")]);
        using var plain = await client.SendAsync("PUT", "/bucket/copy", headers: [("x-amz-copy-source", "bucket/k"), .. ofSource]);
        using var kms = await client.SendAsync("PUT", "/bucket/k", headers: [("x-amz-copy-source", "bucket/k"), (Asked, "aws:kms"), .. ofSource]);
        using var read = await client.GetAsync("copy");
        using var changed = await client.GetAsync("k");

        Assert.That(without.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(plain.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await EmbeddedClient.TextAsync(read), Is.EqualTo("secret"));
        Assert.That(read.Headers.ETag!.Tag, Is.EqualTo($"\"{Convert.ToHexStringLower(MD5.HashData("secret"u8))}\""));
        Assert.That(kms.Headers.GetValues(Asked).Single(), Is.EqualTo("aws:kms"));
        Assert.That(changed.Headers.GetValues(Asked).Single(), Is.EqualTo("aws:kms"));
    }

    [Test]
    public async Task Errors_AboutKeys_ShowNone()
    {
        using var client = await new EmbeddedClient().WithBucketAsync();
        var headers = KeyHeaders(Key);

        using var wrong = await client.SendAsync("PUT", "/bucket/k", body: new ByteArrayContent([1]), headers: [headers[0], headers[1], (headers[2].Name, "AAAA")]);

        Assert.That(await EmbeddedClient.TextAsync(wrong), Does.Contain("did not match").And.Not.Contain(headers[1].Value));
    }

    private static (string Name, string Value)[] KeyHeaders(byte[] key) =>
        [(Customer + "algorithm", "AES256"), (Customer + "key", Convert.ToBase64String(key)), (Customer + "key-MD5", Convert.ToBase64String(MD5.HashData(key)))];

    private static TestCaseData Case(string name, string code, params (string, string)[] headers) => new TestCaseData(code, headers).SetArgDisplayNames(name);
}
