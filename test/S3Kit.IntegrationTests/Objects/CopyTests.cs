using System.Text.Json;

namespace S3Kit.IntegrationTests;

public sealed class CopyTests : StoreFixture
{
    private const int MiB = 1024 * 1024;

    private AwsCli _aws = null!;

    [OneTimeSetUp]
    public void NeedClient() => AwsCli.Require();

    [SetUp]
    public void MakeClient() => _aws = new AwsCli();

    [TearDown]
    public async Task DropClientAsync()
    {
        _aws.Dispose();
        await Buckets.EmptyAsync(Store, Bucket, CancellationToken.None);
    }

    [TestCaseSource(typeof(OddKeys), nameof(OddKeys.Plain))]
    [TestCaseSource(typeof(OddKeys), nameof(OddKeys.Hard))]
    public async Task Copy_KeyOfAnyKind_IsReadAndWrittenExactly(string key)
    {
        // Names that no test before has deleted, and none deleted here: what Ceph deletes at one gateway and is at once copied to at another,
        // it does not list now and then.
        var id = TestContext.CurrentContext.Test.ID;
        var content = TestBytes.Of(100, seed: key.Length);
        await PutAsync($"source {id}", content);

        await Store.CopyObjectAsync(Bucket, $"source {id}", Bucket, key, cancellationToken: Deadline);
        await Store.CopyObjectAsync(Bucket, key, Bucket, $"copy {id}", cancellationToken: Deadline);

        Assert.That(await GetAsync(key), Is.EqualTo(content));
        Assert.That(await GetAsync($"copy {id}"), Is.EqualTo(content));
        Assert.That(await KeysAsync(Bucket), Is.EquivalentTo((string[])[$"source {id}", $"copy {id}", key]));
    }

    [Test]
    public async Task Copy_ToAnotherBucket_KeepsDescriptionAndTellsOfTheCopy()
    {
        var other = await NewBucketAsync(Deadline);
        var content = TestBytes.Of(5000);
        var put = await PutAsync("described", content, Described);
        await TagAsync("described", "[{Key=a,Value=1}]");

        var copy = await Store.CopyObjectAsync(Bucket, "described", other, "copy", cancellationToken: Deadline);

        var head = await Store.HeadObjectAsync(other, "copy", cancellationToken: Deadline);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((copy.Bucket, copy.Key, copy.ETag, copy.Size), Is.EqualTo((other, "copy", put.ETag, 5000L)));
            Assert.That(copy.LastModified, Is.EqualTo(head!.LastModified).Within(TimeSpan.FromSeconds(1)));
            AssertDescribed(head);
            Assert.That(await TagsAsync(other, "copy"), Is.EqualTo("a=1"));
        }
    }

    [Test]
    public async Task Copy_Replacing_HasTheNewDescriptionAndTags()
    {
        await PutAsync("described", TestBytes.Of(10), Described);
        await TagAsync("described", "[{Key=a,Value=1}]");
        var options = new CopyObjectOptions
        {
            MetadataDirective = CopyDirective.Replace,
            ContentType = "text/plain",
            Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["new"] = "žluť" },
        };

        await Store.CopyObjectAsync(Bucket, "described", Bucket, "replaced", options, Deadline);
        await Store.CopyObjectAsync(Bucket, "described", Bucket, "described", options, Deadline);
        await Store.CopyObjectAsync(
            Bucket, "described", Bucket, "tagged", new CopyObjectOptions { TaggingDirective = CopyDirective.Replace, Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["b +"] = "2" } }, Deadline);
        await Store.CopyObjectAsync(Bucket, "described", Bucket, "untagged", new CopyObjectOptions { TaggingDirective = CopyDirective.Replace }, Deadline);

        foreach (var key in (string[])["replaced", "described"])
        {
            var head = await Store.HeadObjectAsync(Bucket, key, cancellationToken: Deadline);
            Assert.That((head!.ContentType, head.CacheControl, head.Metadata["new"], head.Metadata.Count), Is.EqualTo(("text/plain", (string?)null, "žluť", 1)), key);

            // Ceph loses them with the old description: they are put back.
            Assert.That(await TagsAsync(Bucket, key), Is.EqualTo("a=1"), key);
        }

        Assert.That(await TagsAsync(Bucket, "tagged"), Is.EqualTo("b +=2"));
        Assert.That(await TagsAsync(Bucket, "untagged"), Is.Empty);
    }

    [Test]
    public async Task Copy_InParts_IsWholeAndKeepsDescriptionAndTags()
    {
        await using var host = await StoreHost.StartAsync(
            static options =>
            {
                options.Transfers.MultipartCopyThreshold = 6 * MiB;
                options.Transfers.CopyPartSize = 5 * MiB;
            },
            Deadline);
        var content = TestBytes.Of((12 * MiB) + 1);
        await PutAsync("large é+", content, Described);
        await TagAsync("large é+", "[{Key=a,Value=1},{Key=b,Value=2}]");

        var copy = await host.Store.CopyObjectAsync(Bucket, "large é+", Bucket, "copy", cancellationToken: Deadline);

        await using var got = await Store.GetObjectAsync(Bucket, "copy", cancellationToken: Deadline);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(copy.ETag, Does.EndWith("-3"));
            Assert.That((got.Info.ETag, got.Info.Size), Is.EqualTo((copy.ETag, copy.Size)));
            AssertDescribed(got.Info);
            Assert.That(await TestBytes.Sha256Async(got.Content, Deadline), Is.EqualTo(TestBytes.Sha256(content)));
            Assert.That(await TagsAsync(Bucket, "copy"), Is.EqualTo("a=1&b=2"));
        }
    }

    [Test]
    public async Task Copy_InParts_Fails_LeavesNoUpload()
    {
        await using var host = await StoreHost.StartAsync(static options => options.Transfers.MultipartCopyThreshold = 1, Deadline);
        await PutAsync("a", TestBytes.Of(10));

        Assert.That(
            async () => await host.Store.CopyObjectAsync(Bucket, "a", "s3kit-test-no-such-bucket", "b", cancellationToken: Deadline),
            Throws.TypeOf<S3NotFoundException>().With.Property("Resource").EqualTo(S3ResourceKind.Bucket));

        var uploads = await _aws.CallAsync("list-multipart-uploads", ["--bucket", Bucket], Deadline);
        Assert.That(uploads.ValueKind == JsonValueKind.Undefined || !uploads.TryGetProperty("Uploads", out _), Is.True);
    }

    [Test]
    public async Task Copy_SourceConditions_AreNeverIgnored()
    {
        var put = await PutAsync("a", TestBytes.Of(10));
        var info = (await Store.HeadObjectAsync(Bucket, "a", cancellationToken: Deadline))!;
        CopyObjectOptions[] broken =
        [
            new() { SourceIfMatch = "00000000000000000000000000000000" },
            new() { SourceIfNoneMatch = put.ETag },
            new() { SourceIfModifiedSince = info.LastModified!.Value.AddSeconds(1) },
            new() { SourceIfUnmodifiedSince = info.LastModified.Value.AddDays(-1) },
        ];

        foreach (var options in broken)
        {
            Assert.That(async () => await Store.CopyObjectAsync(Bucket, "a", Bucket, "b", options, Deadline), Throws.TypeOf<S3PreconditionFailedException>());
        }

        Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])["a"]));
        await Store.CopyObjectAsync(Bucket, "a", Bucket, "b", new CopyObjectOptions { SourceIfMatch = put.ETag, SourceIfUnmodifiedSince = info.LastModified.Value.AddSeconds(1) }, Deadline);
        Assert.That(await GetAsync("b"), Is.EqualTo(TestBytes.Of(10)));
    }

    [Test]
    public async Task Copy_DestinationConditions_AreHeeded()
    {
        await PutAsync("a", TestBytes.Of(10, seed: 1));
        var there = await PutAsync("b", TestBytes.Of(10, seed: 2));

        Assert.That(async () => await Store.CopyObjectAsync(Bucket, "a", Bucket, "b", new CopyObjectOptions { IfNoneMatch = "*" }, Deadline), Throws.TypeOf<S3PreconditionFailedException>());
        Assert.That(async () => await Store.CopyObjectAsync(Bucket, "a", Bucket, "b", new CopyObjectOptions { IfMatch = "0000" }, Deadline), Throws.TypeOf<S3PreconditionFailedException>());
        Assert.That(await GetAsync("b"), Is.EqualTo(TestBytes.Of(10, seed: 2)));

        await Store.CopyObjectAsync(Bucket, "a", Bucket, "b", new CopyObjectOptions { IfMatch = there.ETag }, Deadline);
        await Store.CopyObjectAsync(Bucket, "a", Bucket, "c", new CopyObjectOptions { IfNoneMatch = "*" }, Deadline);
        Assert.That(await GetAsync("b"), Is.EqualTo(TestBytes.Of(10, seed: 1)));
    }

    [Test]
    public async Task Copy_OntoItselfUnchanged_IsRefusedBeforeSending()
    {
        await PutAsync("a", TestBytes.Of(10));

        Assert.That(async () => await Store.CopyObjectAsync(Bucket, "a", Bucket, "a", cancellationToken: Deadline), Throws.ArgumentException);
    }

    [Test]
    public void Copy_SourceMissing_IsNotFound() =>
        Assert.That(async () => await Store.CopyObjectAsync(Bucket, "none", Bucket, "b", cancellationToken: Deadline), Throws.TypeOf<S3NotFoundException>());

    [TestCase(1000)]
    [TestCase(17 * MiB)]
    public async Task Copy_ThroughThisProcess_IsAlike(int size)
    {
        var other = await NewBucketAsync(Deadline);
        var content = TestBytes.Of(size);
        await PutAsync("a b+é", content, Described);
        await TagAsync("a b+é", "[{Key=a,Value=1}]");

        var copy = await Store.CopyObjectAsync(
            Bucket, "a b+é", other, "copy", new CopyObjectOptions { SourceEndpoint = TestServers.Gateway2, Endpoint = TestServers.Gateway1 }, Deadline);

        await using var got = await Store.GetObjectAsync(other, "copy", cancellationToken: Deadline);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((copy.Endpoint, copy.Size), Is.EqualTo((TestServers.Gateway1, (long?)size)));
            AssertDescribed(got.Info);
            Assert.That(await TestBytes.Sha256Async(got.Content, Deadline), Is.EqualTo(TestBytes.Sha256(content)));
            Assert.That(await TagsAsync(other, "copy"), Is.EqualTo("a=1"));
        }
    }

    [Test]
    public async Task VersionedBucket_CopyMoveAndDeleteMany_TellVersions()
    {
        var bucket = await NewBucketAsync(Deadline);
        await _aws.CallAsync("put-bucket-versioning", ["--bucket", bucket, "--versioning-configuration", "Status=Enabled"], Deadline);
        var old = await PutInAsync(bucket, "a", seed: 1);
        var current = await PutInAsync(bucket, "a", seed: 2);

        var copy = await Store.CopyObjectAsync(bucket, "a", bucket, "b", new CopyObjectOptions { SourceVersionId = old.VersionId }, Deadline);
        var copied = await VersionAsync(bucket, "b");
        await Store.CopyObjectAsync(bucket, "a", bucket, "a", new CopyObjectOptions { SourceVersionId = old.VersionId }, Deadline);
        var restored = await VersionAsync(bucket, "a");
        await Store.MoveObjectAsync(bucket, "b", bucket, "c", cancellationToken: Deadline);
        var moved = await VersionAsync(bucket, "c");
        var marked = await Store.DeleteObjectsAsync(bucket, ["a", "c"], cancellationToken: Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(copy.SourceVersionId, Is.EqualTo(old.VersionId));
            Assert.That(copy.VersionId, Is.Null.Or.EqualTo(copied), "Ceph does not say");
            Assert.That((await Store.HeadObjectAsync(bucket, "b", new HeadObjectOptions { VersionId = copied }, Deadline))!.ETag, Is.EqualTo(old.ETag), "moved, but its version is there");
            Assert.That(marked.Deleted.Select(static each => each.DeleteMarker), Is.All.True);
            Assert.That(marked.Deleted.Select(static each => each.DeleteMarkerVersionId), Is.All.Not.Null);
            Assert.That(await KeysAsync(bucket), Is.Empty);
            Assert.That((await Store.HeadObjectAsync(bucket, "a", new HeadObjectOptions { VersionId = current.VersionId }, Deadline))!.ETag, Is.EqualTo(current.ETag));
            Assert.That((await Store.HeadObjectAsync(bucket, "c", new HeadObjectOptions { VersionId = moved }, Deadline))!.ETag, Is.EqualTo(old.ETag));
        }

        // All that is left, so that the bucket can be deleted with the fixture.
        var listed = await _aws.CallAsync("list-object-versions", ["--bucket", bucket], Deadline);
        ObjectIdentifier[] versions =
        [
            .. listed.GetProperty("Versions").EnumerateArray().Concat(listed.GetProperty("DeleteMarkers").EnumerateArray())
                .Select(static each => new ObjectIdentifier(each.GetProperty("Key").GetString()!, each.GetProperty("VersionId").GetString())),
        ];
        var gone = await Store.DeleteObjectsAsync(bucket, versions, cancellationToken: Deadline);
        Assert.That(gone.Deleted.Select(static each => each.VersionId), Is.EqualTo(versions.Select(static each => each.VersionId)));
        Assert.That(restored, Is.Not.Null.And.Not.EqualTo(old.VersionId));
        var after = await _aws.CallAsync("list-object-versions", ["--bucket", bucket], Deadline);
        Assert.That(after.ValueKind == JsonValueKind.Undefined || !after.TryGetProperty("Versions", out _), Is.True);
    }

    private async Task<string?> VersionAsync(string bucket, string key) => (await Store.HeadObjectAsync(bucket, key, cancellationToken: Deadline))!.VersionId;

    private async Task<PutObjectResult> PutInAsync(string bucket, string key, int seed)
    {
        using var content = new MemoryStream(TestBytes.Of(10, seed));
        return await Store.PutObjectAsync(bucket, key, content, cancellationToken: Deadline);
    }

    private static PutObjectOptions Described => new()
    {
        ContentType = "image/png",
        ContentDisposition = "attachment; filename=\"a b.png\"",
        ContentLanguage = "de",
        CacheControl = "no-cache",
        Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["note"] = "Käse 😀" },
    };

    private static void AssertDescribed(ObjectInfo info) => Assert.That(
        (info.ContentType, info.ContentDisposition, info.ContentLanguage, info.CacheControl, info.Metadata["note"]),
        Is.EqualTo((Described.ContentType, Described.ContentDisposition, Described.ContentLanguage, Described.CacheControl, "Käse 😀")));

    private async Task TagAsync(string key, string tags) =>
        await _aws.CallAsync("put-object-tagging", ["--bucket", Bucket, "--key", key, "--tagging", $"TagSet={tags}"], Deadline);

    private async Task<string> TagsAsync(string bucket, string key)
    {
        var answer = await _aws.CallAsync("get-object-tagging", ["--bucket", bucket, "--key", key], Deadline);
        return string.Join('&', answer.GetProperty("TagSet").EnumerateArray().Select(static tag => $"{tag.GetProperty("Key").GetString()}={tag.GetProperty("Value").GetString()}"));
    }
}
