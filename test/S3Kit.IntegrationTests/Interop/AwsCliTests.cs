namespace S3Kit.IntegrationTests;

/// <summary>What this client writes, the aws command line reads, and the other way round.</summary>
public sealed class AwsCliTests : StoreFixture
{
    /// <summary>Each costs the start of a process or two: the telling ones only.</summary>
    private static readonly TestCaseData[] Keys =
    [
        Case("plain", "reports/2026.csv"),
        Case("punctuation", "a b+c%20d&e?f#g=h'\"<>"),
        Case("composed and decomposed", "caf\u00e9/cafe\u0301"),
        Case("beyond the BMP", "\ud83d\ude00"),
        Case("slashes", "/a//b/"),
        Case("dot segments", "a/../b/./c"),
        Case("dot dot first", "../up"),
        Case("line feed", "a\nb"),
        Case("1,024 bytes", new string('\u00e9', 512)),
    ];

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
    public async Task DropClientAsync()
    {
        _aws.Dispose();
        _directory.Dispose();
        await Buckets.EmptyAsync(Store, Bucket, CancellationToken.None);
    }

    [TestCaseSource(nameof(Keys))]
    public async Task Ours_ReadByAws_IsTheSame(string key)
    {
        var content = TestBytes.Of(20_000, seed: 4);
        var put = await PutAsync(key, content, new PutObjectOptions
        {
            ContentType = "text/x-test; charset=utf-8",
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["Author"] = "two  spaces" },
        });

        var got = await _aws.CallAsync("get-object", ["--bucket", Bucket, $"--key={key}", _directory.File("got")], Deadline);
        var listed = await _aws.CallAsync("list-objects-v2", ["--bucket", Bucket], Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await TestBytes.Sha256OfFileAsync(_directory.File("got"), Deadline), Is.EqualTo(TestBytes.Sha256(content)));
            Assert.That(got.GetProperty("ETag").GetString(), Is.EqualTo($"\"{put.ETag}\""));
            Assert.That(got.GetProperty("ContentType").GetString(), Is.EqualTo("text/x-test; charset=utf-8"));
            Assert.That(got.GetProperty("Metadata").GetProperty("author").GetString(), Is.EqualTo("two  spaces"));
            Assert.That(listed.GetProperty("Contents").EnumerateArray().Select(entry => entry.GetProperty("Key").GetString()), Is.EqualTo((string[])[key]));
        }
    }

    [TestCaseSource(nameof(Keys))]
    public async Task TheirsOfAws_ReadByUs_IsTheSame(string key)
    {
        var content = TestBytes.Of(20_000, seed: 5);
        await File.WriteAllBytesAsync(_directory.File("put"), content, Deadline);
        await _aws.CallAsync(
            "put-object",
            [
                "--bucket", Bucket, $"--key={key}", "--body", _directory.File("put"), "--content-type", "text/x-test",
                "--metadata", "Author=somebody", "--cache-control", "max-age=5",
            ],
            Deadline);

        await using var result = await Store.GetObjectAsync(Bucket, key, cancellationToken: Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await result.Content.ReadToEndAsync(Deadline), Is.EqualTo(content));
            Assert.That(result.Info.ContentType, Is.EqualTo("text/x-test"));
            Assert.That(result.Info.CacheControl, Is.EqualTo("max-age=5"));
            Assert.That(result.Info.Metadata["author"], Is.EqualTo("somebody"));
            Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])[key]));
        }
    }

    [Test]
    public async Task Ours_HeadByAws_TellsTheSame()
    {
        await PutAsync("head", TestBytes.Of(10), new PutObjectOptions
        {
            ContentDisposition = "attachment",
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["plain"] = "abc", ["umlaut"] = "K\u00e4se" },
        });

        var head = await _aws.CallAsync("head-object", ["--bucket", Bucket, "--key=head"], Deadline);

        var metadata = head.GetProperty("Metadata");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(head.GetProperty("ContentLength").GetInt64(), Is.EqualTo(10));
            Assert.That(head.GetProperty("ContentDisposition").GetString(), Is.EqualTo("attachment"));
            Assert.That(metadata.GetProperty("plain").GetString(), Is.EqualTo("abc"));
            Assert.That(metadata.GetProperty("umlaut").GetString(), Does.StartWith("=?").IgnoreCase.And.EndsWith("?="), "an encoded word, as S3 itself returns");
        }
    }

    [Test]
    public async Task VersionedBucket_DeleteAndGet_TellVersions()
    {
        var bucket = await NewBucketAsync(Deadline);
        await _aws.CallAsync("put-bucket-versioning", ["--bucket", bucket, "--versioning-configuration", "Status=Enabled"], Deadline);
        using var content = new MemoryStream(TestBytes.Of(10));
        var put = await Store.PutObjectAsync(bucket, "versioned", content, cancellationToken: Deadline);

        var deleted = await Store.DeleteObjectAsync(bucket, "versioned", cancellationToken: Deadline);

        Assert.That(put.VersionId, Is.Not.Null.And.Not.Empty);
        Assert.That(deleted.DeleteMarker, Is.True);
        Assert.That(await Store.HeadObjectAsync(bucket, "versioned", cancellationToken: Deadline), Is.Null);
        await using (var old = await Store.GetObjectAsync(bucket, "versioned", new GetObjectOptions { VersionId = put.VersionId }, Deadline))
        {
            Assert.That(await old.Content.ReadToEndAsync(Deadline), Is.EqualTo(TestBytes.Of(10)));
            Assert.That(old.Info.VersionId, Is.EqualTo(put.VersionId));
        }

        // Both versions, so that the bucket can be deleted with the fixture.
        var marker = await Store.DeleteObjectAsync(bucket, "versioned", new DeleteObjectOptions { VersionId = deleted.VersionId }, Deadline);
        var gone = await Store.DeleteObjectAsync(bucket, "versioned", new DeleteObjectOptions { VersionId = put.VersionId }, Deadline);
        Assert.That(marker.DeleteMarker, Is.True);
        Assert.That(gone.VersionId, Is.EqualTo(put.VersionId));
    }

    private static TestCaseData Case(string description, string key) => new TestCaseData(key).SetArgDisplayNames(description);
}
