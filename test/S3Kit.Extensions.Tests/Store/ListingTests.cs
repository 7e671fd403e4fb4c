using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework.Internal;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Store;

/// <summary>Listings: pages, groups, tokens, and what a store may get wrong.</summary>
public sealed class ListingTests
{
    [TestCase("a+b%2Bc%20d", "url", "a b+c d")]
    [TestCase("a+b%2Bc%20d", null, "a+b%2Bc%20d")]
    [TestCase("%C3%A9%2f%25", "url", "é/%")]
    [TestCase("100%", "url", "100%")]
    public async Task Page_Names_AreDecodedOnlyIfTheyAreSaidToBeEncoded(string sent, string? encoding, string name)
    {
        string type = encoding is null ? "" : $"<EncodingType>{encoding}</EncodingType>";
        await using ServiceProvider services = FakeServices.Create(Pages($"<Contents><Key>{sent}</Key></Contents><CommonPrefixes><Prefix>{sent}/</Prefix></CommonPrefixes>{type}"));

        ListObjectsPage page = await services.Store().ListObjectsPageAsync("bucket");

        Assert.That(page.Objects.Single().Key, Is.EqualTo(name));
        Assert.That(page.CommonPrefixes.Single(), Is.EqualTo(name + "/"));
    }

    [Test]
    public async Task Page_Entry_IsReadWhole()
    {
        await using ServiceProvider services = FakeServices.Create(Pages(
            "<Contents><Key>k</Key><LastModified>2024-05-24T10:20:30.000Z</LastModified><ETag>&quot;tag&quot;</ETag><Size>5000000000</Size><StorageClass>GLACIER</StorageClass><Owner><ID>x</ID></Owner></Contents>"));

        ObjectInfo info = (await services.Store().ListObjectsPageAsync("bucket")).Objects.Single();

        Assert.That(info, Is.EqualTo(new ObjectInfo
        {
            Bucket = "bucket", Key = "k", Size = 5_000_000_000, ETag = "tag", StorageClass = "GLACIER", Endpoint = "a",
            LastModified = new DateTimeOffset(2024, 5, 24, 10, 20, 30, TimeSpan.Zero),
        }));
    }

    [Test]
    public async Task Page_TruncatedWithoutToken_GoesOnAfterTheLastKey()
    {
        FakeServer server = Pages("<IsTruncated>true</IsTruncated><Contents><Key>a b</Key></Contents><Contents><Key>b+c</Key></Contents>", "<Contents><Key>z</Key></Contents>");
        await using ServiceProvider services = FakeServices.Create(server);

        List<ObjectInfo> all = await services.Store().ListObjectsAsync("bucket").ToListAsync();

        Assert.That(all.Select(info => info.Key), Is.EqualTo(new[] { "a b", "b+c", "z" }));
        Assert.That(server.Last.Query, Does.Contain("start-after=b%2Bc").And.Not.Contain("continuation-token"));
    }

    [Test]
    public async Task Page_Token_IsSentBackToItsEndpointAsItCame()
    {
        FakeServer server = Pages("<IsTruncated>true</IsTruncated><NextContinuationToken>to/k+en==&amp; x</NextContinuationToken><Contents><Key>a</Key></Contents>", "");
        await using ServiceProvider services = FakeServices.Create(server);

        ListObjectsPage first = await services.Store().ListObjectsPageAsync("bucket");
        ListObjectsPage second = await services.Store().ListObjectsPageAsync("bucket", null, new ListObjectsOptions { ContinuationToken = first.NextContinuationToken, StartAfter = "ignored" });

        Assert.That(server.Last.Query, Does.Contain("continuation-token=to%2Fk%2Ben%3D%3D%26%20x").And.Not.Contain("start-after"));
        Assert.That(second.NextContinuationToken, Is.Null);
        Assert.That(second.Objects, Is.Empty);
        Assert.That(second.CommonPrefixes, Is.Empty);
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("1....")]
    [TestCase("1.YQ..YQ")]
    [TestCase("1.YQ..YQ..")]
    [TestCase("2.YQ..YQ.")]
    [TestCase("1.YQ..*.")]
    [TestCase("1.YQ.._w.")]
    [TestCase("1.YQ...")]
    [TestCase("1...YQ.")]
    public async Task Page_TokenThatIsNone_IsRefused(string token)
    {
        FakeServer server = Pages("");
        await using ServiceProvider services = FakeServices.Create(server);

        Assert.CatchAsync<ArgumentException>(() => services.Store().ListObjectsPageAsync("bucket", null, new ListObjectsOptions { ContinuationToken = token }));
        Assert.CatchAsync<ArgumentException>(() => services.Store().ListObjectsAsync("bucket", null, new ListObjectsOptions { ContinuationToken = token }).ToListAsync().AsTask());

        Assert.That(server.Requests, Is.Empty);
    }

    [Test]
    public async Task Page_TokenCutAnywhere_IsRefusedOrGoesOnEarlierButNeverThrowsAnythingElse()
    {
        FakeServer server = Pages("<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken><Contents><Key>aé/b</Key></Contents>");
        await using ServiceProvider services = FakeServices.Create(server);
        string token = (await services.Store().ListObjectsPageAsync("bucket")).NextContinuationToken!;
        server.Answer = _ => Replies.Text(200, "<ListBucketResult/>");
        int refused = 0;

        for (int length = 0; length < token.Length; length++)
        {
            try
            {
                await services.Store().ListObjectsPageAsync("bucket", null, new ListObjectsOptions { ContinuationToken = token[..length] });
            }
            catch (ArgumentException)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(token.Length / 2));
    }

    [Test]
    public async Task Page_EmptyButTruncated_IsAnError()
    {
        await using ServiceProvider services = FakeServices.Create(Pages("<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>"));

        Assert.ThrowsAsync<S3ServerException>(() => services.Store().ListObjectsPageAsync("bucket"));
    }

    [TestCase("<NextContinuationToken>same</NextContinuationToken>")]
    [TestCase("<NextContinuationToken>{0}</NextContinuationToken>")]
    [TestCase("")]
    public async Task List_SamePageForEver_IsAnErrorAndNotALoop(string token)
    {
        int count = 0;
        var server = new FakeServer(_ => Page("<IsTruncated>true</IsTruncated><Contents><Key>k</Key></Contents>" + token.Replace("{0}", $"{Interlocked.Increment(ref count)}", StringComparison.Ordinal)));
        await using ServiceProvider services = FakeServices.Create(server);
        List<string> seen = [];

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(async () =>
        {
            await foreach (ObjectInfo info in services.Store().ListObjectsAsync("bucket"))
            {
                seen.Add(info.Key);
            }
        });

        Assert.That(seen, Is.EqualTo(new[] { "k" }), "Nothing is yielded twice.");
        Assert.That(server.Requests, Has.Count.EqualTo(2));
        Assert.That(error!.Message, Does.Contain("repeats the page"));
    }

    [TestCase(0, 0, "")]
    [TestCase(1, 1, "1")]
    [TestCase(5, 5, "5")]
    [TestCase(1000, 12, "1000")]
    [TestCase(1500, 12, "1000")]
    public async Task List_MaxKeys_BoundsTheWholeAndThePages(int maxKeys, int expected, string sent)
    {
        var server = new FakeServer(_ => Page(string.Concat(Enumerable.Range(10, 12).Select(i => $"<Contents><Key>k{i}</Key></Contents>"))));
        await using ServiceProvider services = FakeServices.Create(server);

        List<ObjectInfo> all = await services.Store().ListObjectsAsync("bucket", null, new ListObjectsOptions { MaxKeys = maxKeys }).ToListAsync();

        Assert.That(all, Has.Count.EqualTo(expected));
        Assert.That(server.Requests.Select(request => request.Query.Split("max-keys=")[1]), sent.Length == 0 ? Is.Empty : Is.EqualTo(new[] { sent }));
    }

    [Test]
    public async Task List_CancelledBetweenPages_Stops()
    {
        FakeServer server = Pages("<IsTruncated>true</IsTruncated><Contents><Key>k</Key></Contents>", "<Contents><Key>l</Key></Contents>");
        await using ServiceProvider services = FakeServices.Create(server);
        using var cancellation = new CancellationTokenSource();
        List<string> seen = [];

        Assert.CatchAsync<OperationCanceledException>(async () =>
        {
            await foreach (ObjectInfo info in services.Store().ListObjectsAsync("bucket").WithCancellation(cancellation.Token))
            {
                seen.Add(info.Key);
                await cancellation.CancelAsync();
            }
        });

        Assert.That(seen, Is.EqualTo(new[] { "k" }));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [TestCase(1, null)]
    [TestCase(1, "/")]
    [TestCase(2, "/")]
    [TestCase(3, "/")]
    [TestCase(7, "/")]
    [TestCase(2, "b")]
    public async Task Page_ContinuedOnAnotherEndpointEachTime_LosesAndRepeatsNothing(int pageSize, string? delimiter)
    {
        await using ServiceProvider services = TwoEndpoints();
        IObjectStore store = services.GetRequiredService<IObjectStore>();
        await store.CreateBucketAsync("bucket");
        var random = new Randomizer(1000 + pageSize);
        string[] parts = ["a", "b", "/", "/", "é", "😀", "\uFFFD", "z", " ", "+"];
        HashSet<string> keys = [];
        while (keys.Count < 60)
        {
            keys.Add(string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => parts[random.Next(parts.Length)])));
        }

        foreach (string key in keys)
        {
            await store.PutObjectAsync("bucket", key, new MemoryStream([1]));
        }

        List<string> objects = [];
        List<string> groups = [];
        List<string> endpoints = [];
        string? token = null;
        do
        {
            var options = new ListObjectsOptions { MaxKeys = pageSize, Delimiter = delimiter, ContinuationToken = token, Endpoint = endpoints.Count % 2 == 0 ? "a" : "b" };
            ListObjectsPage page = await store.ListObjectsPageAsync("bucket", null, options);
            objects.AddRange(page.Objects.Select(info => info.Key));
            groups.AddRange(page.CommonPrefixes);
            endpoints.Add(page.Endpoint);
            Assert.That(endpoints, Has.Count.LessThan(200), "It goes on for ever.");
            token = page.NextContinuationToken;
        }
        while (token is not null);

        Func<string, string?> groupOf = key => delimiter is not null && key.IndexOf(delimiter, StringComparison.Ordinal) is >= 0 and var at ? key[..(at + delimiter.Length)] : null;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(objects, Is.EqualTo(Sorted(keys.Where(key => groupOf(key) is null))));
            Assert.That(groups, Is.EqualTo(Sorted(keys.Select(groupOf).OfType<string>().Distinct())));
            Assert.That(endpoints.Distinct(), Is.EquivalentTo(["a", "b"]));
        }
    }

    [Test]
    public async Task Page_OtherStoreRepeatsTheGroup_IsNeitherRepeatedNorTheEnd()
    {
        // A store that takes no heed of where the group ends, with a page of just that group.
        await using ServiceProvider services = FakeServices.Create(Pages(
            "<IsTruncated>true</IsTruncated><NextContinuationToken>t1</NextContinuationToken><CommonPrefixes><Prefix>g/</Prefix></CommonPrefixes>"));
        string token = (await services.Store().ListObjectsPageAsync("bucket", null, new ListObjectsOptions { Delimiter = "/" })).NextContinuationToken!;
        FakeServer other = Pages(
            "<IsTruncated>true</IsTruncated><NextContinuationToken>o1</NextContinuationToken><CommonPrefixes><Prefix>g/</Prefix></CommonPrefixes>",
            "<Contents><Key>h</Key></Contents>");
        await using ServiceProvider second = FakeServices.Create(other, options: options => options.Endpoints["z"] = new EndpointOptions { Url = "http://127.0.0.1:2", Pool = "z" });

        // The token was made by "a"; renamed, it is another endpoint's.
        string foreign = token.Replace("1.YQ.", "1.eg.", StringComparison.Ordinal);
        ListObjectsPage page = await second.Store().ListObjectsPageAsync("bucket", null, new ListObjectsOptions { Delimiter = "/", ContinuationToken = foreign });
        ListObjectsPage last = await second.Store().ListObjectsPageAsync("bucket", null, new ListObjectsOptions { Delimiter = "/", ContinuationToken = page.NextContinuationToken });

        Assert.That(page.CommonPrefixes, Is.Empty);
        Assert.That(last.Objects.Single().Key, Is.EqualTo("h"));
        Assert.That(other.Requests[0].Query, Does.Contain("start-after=g%2F%F4%8F%BF%BF"));
        Assert.That(other.Last.Query, Does.Contain("continuation-token=o1"));
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(Comparer<string>.Create((x, y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y))));

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

    private static FakeServer Pages(params string[] pages) => FakeServer.InTurn([.. pages.Select(page => (Func<CapturedRequest, HttpResponseMessage>)(_ => Page(page)))]);

    private static HttpResponseMessage Page(string content) => Replies.Text(200, $"<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>{content}</ListBucketResult>");
}
