using System.Text.Json;

namespace S3Kit.IntegrationTests;

/// <summary>Tags, versions, keys and the rest that describes an object: what this client writes, the aws command line reads, and the other way round.</summary>
public sealed class AwsCliDescriptionTests : StoreFixture
{
    private AwsCli _aws = null!;
    private TemporaryDirectory _directory = null!;

    [OneTimeSetUp]
    public void NeedClient() => AwsCli.Require();

    [SetUp]
    public void MakeClient()
    {
        _aws = new AwsCli();
        _directory = new TemporaryDirectory();
    }

    [TearDown]
    public void DropClient()
    {
        _aws.Dispose();
        _directory.Dispose();
    }

    private protected override void Configure(S3KitOptions options)
    {
        foreach (var endpoint in options.Endpoints.Values)
        {
            endpoint.AllowCustomerKeysOverHttp = true;
        }
    }

    [Test]
    public async Task Tags_OursAndTheirs_AreReadByTheOther()
    {
        await PutAsync("tags", TestBytes.Of(1), new PutObjectOptions { Tags = new Dictionary<string, string> { ["k 1"] = "a+b=c/d", ["\u00e9"] = "" } });
        var ours = await TheirTagsAsync("tags");
        await Store.PutObjectTaggingAsync(Bucket, "tags", new Dictionary<string, string> { ["second"] = "\u65e5\u672c" }, cancellationToken: Deadline);
        var replaced = await TheirTagsAsync("tags");
        await _aws.CallAsync("put-object-tagging", ["--bucket", Bucket, "--key=tags", "--tagging", "TagSet=[{Key=theirs,Value=x y}]"], Deadline);
        var theirs = await Store.GetObjectTaggingAsync(Bucket, "tags", cancellationToken: Deadline);

        Assert.That(ours, Is.EquivalentTo(new Dictionary<string, string> { ["k 1"] = "a+b=c/d", ["\u00e9"] = "" }));
        Assert.That(replaced, Is.EquivalentTo(new Dictionary<string, string> { ["second"] = "\u65e5\u672c" }));
        Assert.That(theirs.Tags, Is.EquivalentTo(new Dictionary<string, string> { ["theirs"] = "x y" }));
    }

    [Test]
    public async Task Versions_ListedByBoth_AreTheSame()
    {
        var bucket = await NewBucketAsync(Deadline);
        await _aws.CallAsync("put-bucket-versioning", ["--bucket", bucket, "--versioning-configuration", "Status=Enabled"], Deadline);
        foreach (var key in new[] { "a b", "a b", "c+d", "\u65e5" })
        {
            using var content = new MemoryStream(TestBytes.Of(2));
            await Store.PutObjectAsync(bucket, key, content, cancellationToken: Deadline);
        }

        await Store.DeleteObjectAsync(bucket, "a b", cancellationToken: Deadline);

        var listed = await _aws.CallAsync("list-object-versions", ["--bucket", bucket], Deadline);
        var ours = await Store.ListObjectVersionsAsync(bucket, cancellationToken: Deadline).ToListAsync(Deadline);

        Assert.That(Ids(listed, "Versions"), Is.EqualTo(ours.Where(version => !version.IsDeleteMarker).Select(version => (version.Key, version.VersionId))));
        Assert.That(Ids(listed, "DeleteMarkers"), Is.EqualTo(ours.Where(version => version.IsDeleteMarker).Select(version => (version.Key, version.VersionId))));
    }

    [Test]
    public async Task CustomerKey_OursAndTheirs_IsReadByTheOther()
    {
        var bytes = TestBytes.Of(32, seed: 9);
        await File.WriteAllBytesAsync(_directory.File("key"), bytes, Deadline);
        await File.WriteAllBytesAsync(_directory.File("put"), TestBytes.Of(100), Deadline);
        string[] key = ["--sse-customer-algorithm", "AES256", "--sse-customer-key", $"fileb://{_directory.File("key")}"];
        if (ServerDialect.Ignores<SseCustomerKey>())
        {
            Assert.ThrowsAsync<S3IntegrityException>(() => PutAsync("ours", TestBytes.Of(50), new PutObjectOptions { ServerSideEncryption = SseCustomerKey.FromBytes(bytes) }));
            return;
        }

        await PutAsync("ours", TestBytes.Of(50), new PutObjectOptions { ServerSideEncryption = SseCustomerKey.FromBytes(bytes) });

        await _aws.CallAsync("get-object", ["--bucket", Bucket, "--key=ours", .. key, _directory.File("got")], Deadline);
        await _aws.CallAsync("put-object", ["--bucket", Bucket, "--key=theirs", .. key, "--body", _directory.File("put")], Deadline);
        var theirs = await GetAsync("theirs", new GetObjectOptions { CustomerKey = SseCustomerKey.FromBytes(bytes) });

        Assert.That(await File.ReadAllBytesAsync(_directory.File("got"), Deadline), Is.EqualTo(TestBytes.Of(50)));
        Assert.That(theirs, Is.EqualTo(TestBytes.Of(100)));
    }

    [Test]
    public async Task Headers_OursAndTheirs_AreReadByTheOther()
    {
        var expires = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
        await PutAsync("ours", TestBytes.Of(1), new PutObjectOptions { Expires = expires, WebsiteRedirectLocation = "https://example.com/", Acl = CannedAcl.PublicRead });
        await _aws.CallAsync("put-object", ["--bucket", Bucket, "--key=theirs", "--expires", "2031-02-03T04:05:06Z", "--website-redirect-location", "/x"], Deadline);

        var head = await _aws.CallAsync("head-object", ["--bucket", Bucket, "--key=ours"], Deadline);
        var acl = await _aws.CallAsync("get-object-acl", ["--bucket", Bucket, "--key=ours"], Deadline);
        var theirs = await Store.HeadObjectAsync(Bucket, "theirs", cancellationToken: Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(DateTimeOffset.Parse(head.GetProperty("Expires").GetString()!, System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(expires));
            Assert.That(head.GetProperty("WebsiteRedirectLocation").GetString(), Is.EqualTo("https://example.com/"));
            Assert.That(
                acl.GetProperty("Grants").EnumerateArray().Select(grant => grant.GetProperty("Permission").GetString()), Is.EquivalentTo((string[])["FULL_CONTROL", "READ"]));
            Assert.That((theirs!.Expires, theirs.WebsiteRedirectLocation), Is.EqualTo(((DateTimeOffset?)expires, "/x")));
        }
    }

    private static List<(string, string)> Ids(JsonElement listed, string name) =>
        [.. listed.GetProperty(name).EnumerateArray().Select(entry => (entry.GetProperty("Key").GetString()!, entry.GetProperty("VersionId").GetString()!))];

    private async Task<Dictionary<string, string>> TheirTagsAsync(string key)
    {
        var got = await _aws.CallAsync("get-object-tagging", ["--bucket", Bucket, $"--key={key}"], Deadline);
        return got.GetProperty("TagSet").EnumerateArray().ToDictionary(tag => tag.GetProperty("Key").GetString()!, tag => tag.GetProperty("Value").GetString()!, StringComparer.Ordinal);
    }
}
