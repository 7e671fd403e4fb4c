namespace S3Kit.IntegrationTests;

public sealed class ListTests : StoreFixture
{
    private const int Count = 2500;

    /// <summary>25 folders of 100 objects.</summary>
    private static readonly string[] AllKeys =
        [.. Enumerable.Range(0, Count).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"d{i / 100:00}/o{i % 100:00}"))];

    [OneTimeSetUp]
    public Task PutObjectsAsync() => Parallel.ForEachAsync(AllKeys, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (key, token) =>
    {
        using var content = new MemoryStream([1]);
        await Store.PutObjectAsync(Bucket, key, content, cancellationToken: token);
    });

    [Test]
    public async Task List_MoreThanOnePage_YieldsEveryKeyOnceInOrder() => Assert.That(await KeysAsync(Bucket), Is.EqualTo(AllKeys));

    [Test]
    public async Task List_Prefix_YieldsOnlyThose() => Assert.That(await KeysAsync(Bucket, "d07/o1"), Is.EqualTo(AllKeys[710..720]));

    [Test]
    public async Task List_StartAfter_YieldsWhatFollows() =>
        Assert.That(await KeysAsync(Bucket, options: new ListObjectsOptions { StartAfter = "d12/o49" }), Is.EqualTo(AllKeys[1250..]));

    [TestCase(1)]
    [TestCase(1000)]
    [TestCase(1001)]
    public async Task List_MaxKeys_IsTheLimitOverAllPages(int limit) =>
        Assert.That(await KeysAsync(Bucket, options: new ListObjectsOptions { MaxKeys = limit }), Is.EqualTo(AllKeys[..limit]));

    [Test]
    public async Task List_Object_IsDescribed()
    {
        var page = await Store.ListObjectsPageAsync(Bucket, "d00/o00", cancellationToken: Deadline);

        var info = page.Objects.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(info.Bucket, Is.EqualTo(Bucket));
            Assert.That(info.Key, Is.EqualTo("d00/o00"));
            Assert.That(info.Size, Is.EqualTo(1));
            Assert.That(info.ETag, Is.EqualTo(TestBytes.Md5([1])));
            Assert.That(info.LastModified, Is.Not.Null);
            Assert.That(info.Metadata, Is.Empty);
            Assert.That(page.Bucket, Is.EqualTo(Bucket));
            Assert.That(page.Prefix, Is.EqualTo("d00/o00"));
            Assert.That(page.CommonPrefixes, Is.Empty);
            Assert.That(page.NextContinuationToken, Is.Null);
            Assert.That(page.Endpoint, Does.StartWith("gw"));
        }
    }

    [Test]
    public async Task ListPage_Delimiter_GroupsTheFolders()
    {
        var page = await Store.ListObjectsPageAsync(Bucket, options: new ListObjectsOptions { Delimiter = "/" }, cancellationToken: Deadline);

        Assert.That(page.Objects, Is.Empty);
        Assert.That(page.CommonPrefixes, Is.EqualTo(AllKeys.Select(key => key[..4]).Distinct(StringComparer.Ordinal)));
    }

    [Test]
    public async Task ListPages_DelimiterAndSmallPages_YieldEveryPrefixOnce()
    {
        var pages = await PagesAsync(null, new ListObjectsOptions { Delimiter = "/", MaxKeys = 4 }, static _ => null);

        Assert.That(pages.Select(page => page.CommonPrefixes.Count), Is.All.LessThanOrEqualTo(4));
        Assert.That(pages.SelectMany(page => page.CommonPrefixes), Is.EqualTo(AllKeys.Select(key => key[..4]).Distinct(StringComparer.Ordinal)));
    }

    [Test]
    public async Task ListPages_SmallPages_YieldEveryKeyOnceInOrder()
    {
        var pages = await PagesAsync("d03/", new ListObjectsOptions { MaxKeys = 7 }, static _ => null);

        Assert.That(pages.Select(page => page.Objects.Count), Is.All.LessThanOrEqualTo(7));
        Assert.That(pages.SelectMany(page => page.Objects).Select(info => info.Key), Is.EqualTo(AllKeys[300..400]));
    }

    [TestCase(null)]
    [TestCase("/")]
    public async Task ListPages_EachAtAnotherEndpoint_GoOnWhereTheLastEnded(string? delimiter)
    {
        string[] gateways = [TestServers.Gateway1, TestServers.Gateway2, TestServers.Gateway3];

        var pages = await PagesAsync(null, new ListObjectsOptions { MaxKeys = delimiter is null ? 400 : 4, Delimiter = delimiter }, i => gateways[i % 3]);

        Assert.That(pages.Select(page => page.Endpoint), Is.EqualTo(pages.Select((_, i) => gateways[i % 3])));
        if (delimiter is null)
        {
            Assert.That(pages.SelectMany(page => page.Objects).Select(info => info.Key), Is.EqualTo(AllKeys));
        }
        else
        {
            Assert.That(pages.SelectMany(page => page.CommonPrefixes), Is.EqualTo(AllKeys.Select(key => key[..4]).Distinct(StringComparer.Ordinal)));
        }
    }

    [Test]
    public async Task List_KeysBeyondTheBmp_AreInTheOrderOfTheirBytes()
    {
        // By UTF-16 code units the last two would change places.
        string[] keys = ["a", "z", "\u00e9", "\uff5e", "\ud83d\ude00"];
        var bucket = await NewBucketAsync(Deadline);
        foreach (var key in keys.Reverse())
        {
            using var content = new MemoryStream([1]);
            await Store.PutObjectAsync(bucket, key, content, cancellationToken: Deadline);
        }

        Assert.That(await KeysAsync(bucket), Is.EqualTo(keys));
    }

    [Test]
    public async Task List_OddDelimiterAndPrefix_AreSentExactly()
    {
        var bucket = await NewBucketAsync(Deadline);
        foreach (var key in (string[])["a +&%/1", "a +&%/2", "a b"])
        {
            using var content = new MemoryStream([1]);
            await Store.PutObjectAsync(bucket, key, content, cancellationToken: Deadline);
        }

        var page = await Store.ListObjectsPageAsync(bucket, "a +", new ListObjectsOptions { Delimiter = "&%" }, Deadline);

        Assert.That(page.CommonPrefixes, Is.EqualTo((string[])["a +&%"]));
        Assert.That(page.Objects, Is.Empty);
    }

    [Test]
    public async Task List_EmptyBucket_YieldsNothing() => Assert.That(await KeysAsync(await NewBucketAsync(Deadline)), Is.Empty);

    private async Task<List<ListObjectsPage>> PagesAsync(string? prefix, ListObjectsOptions options, Func<int, string?> endpointOfPage)
    {
        var pages = new List<ListObjectsPage>();
        string? token = null;
        do
        {
            var page = await Store.ListObjectsPageAsync(
                Bucket, prefix, options with { ContinuationToken = token, Endpoint = endpointOfPage(pages.Count) }, Deadline);
            pages.Add(page);
            token = page.NextContinuationToken;
        }
        while (token is not null);

        return pages;
    }
}
