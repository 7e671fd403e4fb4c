using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework.Internal;
using S3Kit.Embedded;
using S3Kit.Tests.Transfers;

namespace S3Kit.Tests.Store;

/// <summary>Listings of versions read page by page on the embedded store: all pages together are the whole.</summary>
public sealed class VersionPagingTests
{
    [TestCase(1, null)]
    [TestCase(1, "/")]
    [TestCase(2, "/")]
    [TestCase(3, null)]
    [TestCase(7, "/")]
    [TestCase(2, "b")]
    public async Task Page_ContinuedOnAnotherEndpointEachTime_LosesAndRepeatsNothing(int pageSize, string? delimiter)
    {
        await using ServiceProvider services = TwoEndpoints();
        IObjectStore store = services.GetRequiredService<IObjectStore>();
        await store.CreateBucketAsync("bucket");
        EmbeddedBucket bucket = services.GetRequiredService<EmbeddedStore>().Buckets["bucket"];
        var random = new Randomizer(2000 + pageSize);
        string[] parts = ["a", "b", "/", "/", "é", "😀", "\uFFFD", "z", " ", "+"];
        for (int i = 0; i < 80; i++)
        {
            // Some twice and more, some before versioning, some deleted.
            bucket.Versioning = i < 10 ? BucketVersioning.Unversioned : i % 9 == 0 ? BucketVersioning.Suspended : BucketVersioning.Enabled;
            string key = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => parts[random.Next(parts.Length)]));
            await store.PutObjectAsync("bucket", key, new MemoryStream([1]));
            if (i % 5 == 0)
            {
                await store.DeleteObjectAsync("bucket", key);
            }
        }

        List<ObjectVersion> whole = [.. (await store.ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { Delimiter = delimiter })).Versions];
        IReadOnlyList<string> wholeGroups = (await store.ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { Delimiter = delimiter })).CommonPrefixes;
        List<ObjectVersion> versions = [];
        List<string> groups = [];
        List<string> endpoints = [];
        string? token = null;
        do
        {
            var options = new ListObjectVersionsOptions { MaxKeys = pageSize, Delimiter = delimiter, ContinuationToken = token, Endpoint = endpoints.Count % 2 == 0 ? "a" : "b" };
            ListObjectVersionsPage page = await store.ListObjectVersionsPageAsync("bucket", null, options);
            versions.AddRange(page.Versions);
            groups.AddRange(page.CommonPrefixes);
            endpoints.Add(page.Endpoint);
            Assert.That(endpoints, Has.Count.LessThan(200), "It goes on for ever.");
            token = page.NextContinuationToken;
        }
        while (token is not null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(versions.Select(each => (each.Key, each.VersionId)), Is.EqualTo(whole.Select(each => (each.Key, each.VersionId))));
            Assert.That(groups, Is.EqualTo(wholeGroups));
            Assert.That(groups, delimiter is null ? Is.Empty : Is.Not.Empty);
            Assert.That(endpoints.Distinct(), Is.EquivalentTo(["a", "b"]));
        }
    }

    // Ceph 16 leaves the marker plain, and swift does so and tells null, whichever version a page ended with. Taken at its word, the rest of a key would be lost.
    [Test]
    public async Task Page_OddMarkersOfTheStore_LosesAndRepeatsNothing(
        [Values(1, 2, 3)] int pageSize, [Values(null, "/")] string? delimiter, [Values] bool plain, [Values] bool tellsNull)
    {
        await using CopyScene scene = await CopyScene.CreateAsync(new EmbeddedQuirks { LeavesKeyMarkersPlain = plain, TellsNullAsNextVersion = tellsNull });
        await scene.PutAsync("k", "before");
        await scene.PutAsync("z", "before");
        scene.SetVersioning(BucketVersioning.Enabled);
        foreach (string key in new[] { "d+/1", "d+/1", "d+/2", "e+%41", "e+%41", "e+%41", "k", "k", "z" })
        {
            await scene.PutAsync(key, "later");
        }

        await scene.Store.DeleteObjectAsync("bucket", "e+%41");
        var whole = await scene.Store.ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { Delimiter = delimiter });
        List<(string, string)> versions = [];
        List<string> groups = [];
        string? token = null;
        int pages = 0;
        do
        {
            var options = new ListObjectVersionsOptions { MaxKeys = pageSize, Delimiter = delimiter, ContinuationToken = token };
            ListObjectVersionsPage page = await scene.Store.ListObjectVersionsPageAsync("bucket", null, options);
            versions.AddRange(page.Versions.Select(each => (each.Key, each.VersionId)));
            groups.AddRange(page.CommonPrefixes);
            token = page.NextContinuationToken;
            Assert.That(++pages, Is.LessThan(20), "It goes on for ever.");
        }
        while (token is not null);

        Assert.That(versions, Is.EqualTo(whole.Versions.Select(each => (each.Key, each.VersionId))));
        Assert.That(versions, Has.Count.EqualTo(delimiter is null ? 12 : 9));
        Assert.That(groups, Is.EqualTo(delimiter is null ? [] : new[] { "d+/" }));
    }

    private static ServiceProvider TwoEndpoints()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddS3Kit(options => options.Mock = MockMode.Always)
            .AddEndpoint("a", endpoint => (endpoint.Url, endpoint.AccessKey, endpoint.SecretKey) = ("http://a.localhost", "keya", "secreta"))
            .AddEndpoint("b", endpoint => (endpoint.Url, endpoint.AccessKey, endpoint.SecretKey) = ("http://b.localhost", "keyb", "secretb"));
        return services.BuildServiceProvider();
    }
}
