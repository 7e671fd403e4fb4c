using System.Globalization;

namespace S3Kit.IntegrationTests;

/// <summary>Versions on a real store: written, listed over gateways, read, deleted.</summary>
public sealed class VersionTests : StoreFixture
{
    private AwsCli _aws = null!;

    [OneTimeSetUp]
    public void NeedClient()
    {
        AwsCli.Require();
        _aws = new AwsCli();
    }

    [OneTimeTearDown]
    public void DropClient() => _aws?.Dispose();

    [Test]
    public async Task List_PutOverwriteDelete_TellsEachVersionOnce()
    {
        var bucket = await NewVersionedBucketAsync("k");
        var first = await PutAsync(bucket, "k", 10);
        var second = await PutAsync(bucket, "k", 20);
        var marker = await Store.DeleteObjectAsync(bucket, "k", cancellationToken: Deadline);

        var versions = await ListAsync(bucket);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                versions.Select(version => (version.VersionId, version.IsLatest, version.IsDeleteMarker, version.Size)),
                Is.EqualTo((List<(string?, bool, bool, long)>)
                [
                    (marker.VersionId, true, true, 0), (second.VersionId, false, false, 20), (first.VersionId, false, false, 10), ("null", false, false, 1),
                ]));
            Assert.That(versions.Select(version => version.Key), Is.All.EqualTo("k"));
            Assert.That(versions[1].ETag, Is.EqualTo(second.ETag));
            Assert.That(versions.Select(version => version.LastModified), Is.All.Not.Null);
            Assert.That(await KeysAsync(bucket), Is.Empty);
        }
    }

    [Test]
    public async Task Version_ReadHeadAndDeletedByItsId_IsThatOne()
    {
        var bucket = await NewVersionedBucketAsync("k");
        var first = await PutAsync(bucket, "k", 10);
        var second = await PutAsync(bucket, "k", 20);

        foreach (var (id, size) in new[] { (first.VersionId!, 10), (second.VersionId!, 20), ("null", 1) })
        {
            await using var got = await Store.GetObjectAsync(bucket, "k", new GetObjectOptions { VersionId = id }, Deadline);
            var head = await Store.HeadObjectAsync(bucket, "k", new HeadObjectOptions { VersionId = id }, Deadline);
            Assert.That(await got.Content.ReadToEndAsync(Deadline), Is.EqualTo(TestBytes.Of(size)));
            Assert.That(head!.Size, Is.EqualTo(size));
        }

        await Store.DeleteObjectAsync(bucket, "k", new DeleteObjectOptions { VersionId = second.VersionId }, Deadline);

        Assert.That((await Store.HeadObjectAsync(bucket, "k", cancellationToken: Deadline))!.VersionId, Is.EqualTo(first.VersionId));
        Assert.That(
            async () => await Store.GetObjectAsync(bucket, "k", new GetObjectOptions { VersionId = second.VersionId }, Deadline), Throws.TypeOf<S3NotFoundException>());
        Assert.That((await ListAsync(bucket)).Select(version => version.VersionId), Is.EqualTo((string?[])[first.VersionId, "null"]));
    }

    [Test]
    public async Task UnversionedBucket_ListsItsObjectsAsNull()
    {
        await base.PutAsync("plain", TestBytes.Of(5));

        var version = (await ListAsync(Bucket)).Single();

        Assert.That((version.Key, version.VersionId, version.IsLatest, version.Size), Is.EqualTo(("plain", "null", true, 5L)));
        Assert.That(await GetAsync("plain", new GetObjectOptions { VersionId = "null" }), Is.EqualTo(TestBytes.Of(5)));
    }

    [TestCase(1, null)]
    [TestCase(3, null)]
    [TestCase(1, "/")]
    [TestCase(2, "/")]
    public async Task ListPages_EachAtAnotherEndpoint_LoseAndRepeatNothing(int pageSize, string? delimiter)
    {
        var bucket = await NewBucketOfManyVersionsAsync();
        var whole = await Store.ListObjectVersionsPageAsync(bucket, null, new ListObjectVersionsOptions { Delimiter = delimiter }, Deadline);

        var (versions, prefixes) = await ListPagesAsync(
            bucket, pageSize, delimiter, static page => string.Create(CultureInfo.InvariantCulture, $"gw{(page % 3) + 1}"));

        Assert.That(versions, Is.EqualTo(Ids(whole)));
        Assert.That(prefixes, Is.EqualTo(whole.CommonPrefixes));
        Assert.That(versions, Has.Count.EqualTo(delimiter is null ? 13 : 7));
    }

    // Each page is asked for with the markers that the endpoint itself gave. Moto writes delete markers behind the versions of a page.
    [TestCase(1, null)]
    [TestCase(3, null)]
    [TestCase(1, "/")]
    [TestCase(2, "/")]
    public async Task ListPages_AtOneEndpoint_LoseAndRepeatNothing(int pageSize, string? delimiter)
    {
        var bucket = await NewBucketOfManyVersionsAsync();
        var whole = await Store.ListObjectVersionsPageAsync(bucket, null, new ListObjectVersionsOptions { Delimiter = delimiter }, Deadline);

        var (versions, prefixes) = await ListPagesAsync(bucket, pageSize, delimiter, static _ => TestServers.Gateway1);

        Assert.That(versions, Is.EquivalentTo(Ids(whole)));
        Assert.That(prefixes, Is.EqualTo(whole.CommonPrefixes));
        Assert.That(versions, Has.Count.EqualTo(delimiter is null ? 13 : 7));
    }

    private static IEnumerable<(string, string)> Ids(ListObjectVersionsPage page) => page.Versions.Select(static version => (version.Key, version.VersionId));

    private async Task<string> NewBucketOfManyVersionsAsync()
    {
        var bucket = await NewVersionedBucketAsync("a b+c", "d/1");
        foreach (var key in new[] { "a b+c", "a b+c", "d/1", "d/2", "d/2", "d/sub/3", "\u65e5\u672c", "\ud83d\ude00", "z" })
        {
            await PutAsync(bucket, key, 3);
        }

        await Store.DeleteObjectAsync(bucket, "a b+c", cancellationToken: Deadline);
        await Store.DeleteObjectAsync(bucket, "d/2", cancellationToken: Deadline);
        return bucket;
    }

    private async Task<(List<(string Key, string VersionId)> Versions, List<string> Prefixes)> ListPagesAsync(
        string bucket, int pageSize, string? delimiter, Func<int, string> endpointOf)
    {
        var versions = new List<(string Key, string VersionId)>();
        var prefixes = new List<string>();
        string? token = null;
        var page = 0;
        do
        {
            var options = new ListObjectVersionsOptions { MaxKeys = pageSize, Delimiter = delimiter, ContinuationToken = token, Endpoint = endpointOf(page++) };
            var result = await Store.ListObjectVersionsPageAsync(bucket, null, options, Deadline);
            versions.AddRange(Ids(result));
            prefixes.AddRange(result.CommonPrefixes);
            token = result.NextContinuationToken;
            Assert.That(page, Is.LessThan(50), "it goes on for ever");
        }
        while (token is not null);

        return (versions, prefixes);
    }

    private async Task<string> NewVersionedBucketAsync(params string[] before)
    {
        var bucket = await NewBucketAsync(Deadline);
        foreach (var key in before)
        {
            await PutAsync(bucket, key, 1);
        }

        await _aws.CallAsync("put-bucket-versioning", ["--bucket", bucket, "--versioning-configuration", "Status=Enabled"], Deadline);
        return bucket;
    }

    private async Task<PutObjectResult> PutAsync(string bucket, string key, int size)
    {
        using var content = new MemoryStream(TestBytes.Of(size), writable: false);
        return await Store.PutObjectAsync(bucket, key, content, cancellationToken: Deadline);
    }

    private async Task<List<ObjectVersion>> ListAsync(string bucket) => await Store.ListObjectVersionsAsync(bucket, cancellationToken: Deadline).ToListAsync(Deadline);
}
