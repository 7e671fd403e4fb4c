using S3Kit.Embedded;
using S3Kit.Tests.Transfers;

namespace S3Kit.Tests.Conveniences;

public sealed class ObjectScopeVersionsTests
{
    private CopyScene _scene = null!;

    private ObjectScope Tenant => _scene.Store.Bucket("bucket").Prefix("tenant-1/");

    [SetUp]
    public async Task SetUp()
    {
        _scene = await CopyScene.CreateAsync();
        _scene.SetVersioning(BucketVersioning.Enabled);
    }

    [TearDown]
    public async Task TearDown() => await _scene.DisposeAsync();

    [Test]
    public async Task Versions_OfThePrefix_AreToldByRelativeKeysAndReadById()
    {
        await PutAsync("tenant-0/x", "tenant-1/../up", "tenant-1/a", "tenant-1/a", "tenant-1/b/c", "tenant-10/x");
        await Tenant.DeleteObjectAsync("b/c");

        List<ObjectVersion> all = await Tenant.ListObjectVersionsAsync().ToListAsync();

        Assert.That(all.Select(version => (version.Key, version.IsLatest, version.IsDeleteMarker)), Is.EqualTo(new[] { ("a", true, false), ("a", false, false), ("b/c", true, true), ("b/c", false, false) }));
        await using GetObjectResult old = await Tenant.GetObjectAsync("a", new GetObjectOptions { VersionId = all[1].VersionId });
        Assert.That(old.Info.VersionId, Is.EqualTo(all[1].VersionId));
        Assert.That(await Tenant.ListObjectVersionsAsync("b").Select(version => version.Key).Distinct().ToListAsync(), Is.EqualTo(new[] { "b/c" }));
    }

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    [TestCase(3, 3)]
    [TestCase(9, 3)]
    public async Task Versions_AtMost_DoesNotCountWhatIsLeftOut(int most, int expected)
    {
        await PutAsync("tenant-1/../up", "tenant-1/./up", "tenant-1/a", "tenant-1/b", "tenant-1/c");

        Assert.That(await Tenant.ListObjectVersionsAsync(options: new ListObjectVersionsOptions { MaxKeys = most }).CountAsync(), Is.EqualTo(expected));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tenant.ListObjectVersionsAsync(options: new ListObjectVersionsOptions { MaxKeys = -1 }));
    }

    [Test]
    public async Task VersionsPage_DelimiterAndMarker_AreRelative()
    {
        await PutAsync("tenant-1/../up", "tenant-1/a", "tenant-1/b", "tenant-1/c/d");

        ListObjectVersionsPage page = await Tenant.ListObjectVersionsPageAsync(options: new ListObjectVersionsOptions { Delimiter = "/", KeyMarker = "a" });
        ListObjectVersionsPage below = await Tenant.ListObjectVersionsPageAsync("c/");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Versions.Select(version => version.Key), Is.EqualTo(new[] { "b" }));
            Assert.That((page.Prefix, page.CommonPrefixes.Single(), below.Prefix, below.Versions.Single().Key), Is.EqualTo(("", "c/", "c/", "c/d")));
        }
    }

    [TestCase("../tenant-2/")]
    [TestCase("/a")]
    [TestCase("a/../b/")]
    public void Versions_PrefixThatLeadsOut_IsRefused(string prefix)
    {
        Assert.Catch<ArgumentException>(() => Tenant.ListObjectVersionsAsync(prefix));
        Assert.CatchAsync<ArgumentException>(() => Tenant.ListObjectVersionsPageAsync(prefix));
        Assert.That(_scene.Count(EmbeddedOperation.ListObjectVersions), Is.Zero);
    }

    [Test]
    public async Task Tags_OfThePrefix_AreReadReplacedAndRemoved()
    {
        await PutAsync("tenant-1/a");

        ObjectTaggingResult put = await Tenant.PutObjectTaggingAsync("a", new Dictionary<string, string> { ["n"] = "v" });
        Assert.That(_scene.TagsOf("tenant-1/a"), Is.EqualTo("n=v"));
        ObjectTaggingResult got = await Tenant.GetObjectTaggingAsync("a");
        ObjectTaggingResult removed = await Tenant.DeleteObjectTaggingAsync("a");

        Assert.That((put.Key, got.Key, removed.Key, got.Tags["n"]), Is.EqualTo(("a", "a", "a", "v")));
        Assert.That(_scene.TagsOf("tenant-1/a"), Is.Empty);
    }

    [Test]
    public async Task Move_OfThePrefix_StaysInIt()
    {
        _scene.SetVersioning(BucketVersioning.Unversioned);
        await PutAsync("tenant-1/a", "tenant-2/a");

        CopyObjectResult moved = await Tenant.MoveObjectAsync("a", "b/c", new CopyObjectOptions { SourceIfMatch = "*" });

        Assert.That(moved.Key, Is.EqualTo("b/c"));
        Assert.That(await _scene.Store.ListObjectsAsync("bucket").Select(info => info.Key).ToListAsync(), Is.EqualTo(new[] { "tenant-1/b/c", "tenant-2/a" }));
    }

    private async Task PutAsync(params string[] keys)
    {
        foreach (string key in keys)
        {
            await _scene.PutAsync(key, "x");
        }
    }
}
