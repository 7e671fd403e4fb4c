namespace S3Kit.IntegrationTests;

/// <summary>Our URLs beside those that the aws command line signs, and its uploads and versions under our URLs.</summary>
public sealed class PresignedUrlByAwsTests : StoreFixture
{
    private Curl _curl = null!;
    private AwsCli _aws = null!;

    [OneTimeSetUp]
    public void NeedClients()
    {
        Curl.Require();
        AwsCli.Require();
    }

    [SetUp]
    public void MakeClients()
    {
        _curl = new Curl();
        _aws = new AwsCli();
    }

    [TearDown]
    public async Task DropClientsAsync()
    {
        _curl.Dispose();
        _aws.Dispose();
        await Buckets.EmptyAsync(Store, Bucket, CancellationToken.None);
    }

    [TestCase("plain.txt")]
    [TestCase("a b+c%20d&e")]
    [TestCase("caf\u00e9//x")]
    public async Task SameKey_BothUrls_DoTheSame(string key)
    {
        var content = TestBytes.Of(500);
        await PutAsync(key, content);
        var gateway = new PresignedUrlOptions { Endpoint = TestServers.Gateway1 };
        var ours = (await Store.CreatePresignedUrlAsync(HttpMethod.Get, Bucket, key, TimeSpan.FromMinutes(1), gateway, Deadline)).AbsoluteUri;
        var theirs = await _aws.PresignAsync(Bucket, key, 60, Deadline);

        foreach (var url in new[] { ours, theirs })
        {
            var get = await _curl.SendAsync(url, Deadline);
            var altered = await _curl.SendAsync(url.Replace("X-Amz-Expires=60", "X-Amz-Expires=61", StringComparison.Ordinal), Deadline);
            var deleted = await _curl.SendAsync(url, Deadline, "--request", "DELETE");

            Assert.That(get.Body, Is.EqualTo(content), url);
            Assert.That((altered.Status, deleted.Status), Is.EqualTo((403, 403)), url);
        }

        Assert.That(ours.Split('?')[0], Is.EqualTo(theirs.Split('?')[0]), "the same address, encoded the same way");
        Assert.That(Names(ours), Is.EqualTo(Names(theirs)), "the same parameters");
    }

    [Test]
    public async Task Parts_PutByCurl_BecomeTheObject()
    {
        byte[][] parts = [TestBytes.Of(5 * 1024 * 1024), TestBytes.Of(10, seed: 2)];
        var started = await _aws.CallAsync("create-multipart-upload", ["--bucket", Bucket, "--key", "big"], Deadline);
        var uploadId = started.GetProperty("UploadId").GetString()!;
        List<string> tags = [];
        for (var i = 0; i < parts.Length; i++)
        {
            var options = new PresignedUrlOptions { UploadId = uploadId, PartNumber = i + 1, ContentLength = parts[i].Length };
            var url = await Store.CreatePresignedUrlAsync(HttpMethod.Put, Bucket, "big", TimeSpan.FromMinutes(1), options, Deadline);

            var altered = await _curl.PutAsync(url.AbsoluteUri.Replace($"partNumber={i + 1}", "partNumber=7", StringComparison.Ordinal), parts[i], Deadline);
            var answer = await _curl.PutAsync(url.AbsoluteUri, parts[i], Deadline);

            Assert.That((altered.Status, answer.Status), Is.EqualTo((403, 200)), $"{altered} {answer}");
            tags.Add($"{{\"PartNumber\":{i + 1},\"ETag\":{System.Text.Json.JsonSerializer.Serialize(answer.Headers["etag"])}}}");
        }

        await _aws.CallAsync(
            "complete-multipart-upload",
            ["--bucket", Bucket, "--key", "big", "--upload-id", uploadId, "--multipart-upload", $"{{\"Parts\":[{string.Join(',', tags)}]}}"],
            Deadline);

        Assert.That(await GetAsync("big"), Is.EqualTo((byte[])[.. parts[0], .. parts[1]]));
    }

    [Test]
    public async Task Version_IsTheOneThatWasSigned()
    {
        var bucket = await NewBucketAsync(Deadline);
        await _aws.CallAsync("put-bucket-versioning", ["--bucket", bucket, "--versioning-configuration", "Status=Enabled"], Deadline);
        var old = await Store.PutObjectAsync(bucket, "k", new MemoryStream([1]), cancellationToken: Deadline);
        var current = await Store.PutObjectAsync(bucket, "k", new MemoryStream([2]), cancellationToken: Deadline);
        var options = new PresignedUrlOptions { VersionId = old.VersionId };

        var get = await _curl.SendAsync((await SignAsync(HttpMethod.Get)).AbsoluteUri, Deadline);
        var head = await _curl.SendAsync((await SignAsync(HttpMethod.Head)).AbsoluteUri, Deadline, "--head");
        var delete = await _curl.SendAsync((await SignAsync(HttpMethod.Delete)).AbsoluteUri, Deadline, "--request", "DELETE");
        var gone = await _curl.SendAsync((await SignAsync(HttpMethod.Get)).AbsoluteUri, Deadline);

        Assert.That(get.Body, Is.EqualTo((byte[])[1]), get.ToString());
        Assert.That(head.Headers["x-amz-version-id"], Is.EqualTo(old.VersionId));
        Assert.That((delete.Status, gone.Status), Is.EqualTo((204, 404)));
        await Store.DeleteObjectAsync(bucket, "k", new DeleteObjectOptions { VersionId = current.VersionId }, Deadline);

        Task<Uri> SignAsync(HttpMethod method) => Store.CreatePresignedUrlAsync(method, bucket, "k", TimeSpan.FromMinutes(1), options, Deadline);
    }

    private static IEnumerable<string> Names(string url) => url.Split('?')[1].Split('&').Select(pair => pair.Split('=')[0]).Order(StringComparer.Ordinal);
}
