using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;
using S3Kit.Protocol;

namespace S3Kit.Tests.Protocol.Dialects;

/// <summary>Each profile against a store that behaves as the profile's does: what is sent is taken, and what would not be heeded is never sent.</summary>
internal sealed class DialectTests
{
    private const int PartSize = 5 * 1024 * 1024;

    private static readonly EmbeddedQuirks Ceph = new() { ComparesIfMatchWithItsQuotes = true, ConditionalComplete = Support.Ignored };

    private static readonly Store[] Stores =
    [
        new(EndpointProfile.Aws, "https://s3.eu-west-1.amazonaws.com", "b-1.s3.eu-west-1.amazonaws.com", "eu-west-1", new()),
        new(EndpointProfile.Minio, "http://127.0.0.1:9000", "127.0.0.1:9000", "us-east-1", new() { ListsUploadsByExactKeyOnly = true }),
        new(EndpointProfile.Ceph, "http://ceph.example.org", "ceph.example.org", "us-east-1", Ceph),
        new(EndpointProfile.Gcs, "https://storage.googleapis.com", "storage.googleapis.com", "auto",
            new() { Checksums = Support.Refused, ConditionalPut = Support.Ignored, ConditionalComplete = Support.Ignored }),
        new(EndpointProfile.DigitalOcean, "https://fra1.digitaloceanspaces.com", "b-1.fra1.digitaloceanspaces.com", "fra1", Ceph),
        new(EndpointProfile.Wasabi, "https://s3.eu-central-2.wasabisys.com", "s3.eu-central-2.wasabisys.com", "eu-central-2", new()),
        new(EndpointProfile.BackblazeB2, "https://s3.us-west-004.backblazeb2.com", "s3.us-west-004.backblazeb2.com", "us-west-004",
            new() { Checksums = Support.Refused, ConditionalPut = Support.Refused, ConditionalComplete = Support.Refused }),
        new(EndpointProfile.CloudflareR2, "https://0123.r2.cloudflarestorage.com", "0123.r2.cloudflarestorage.com", "auto", new() { WantsEqualParts = true }),
        new(EndpointProfile.Generic, "http://s3.example.org:8080", "s3.example.org:8080", "us-east-1", new() { ComparesIfMatchWithItsQuotes = true }),
    ];

    [Test]
    public void Stores_OfThisTest_AreAllThatThereAre() => Assert.That(
        Stores.Select(store => store.Profile), Is.EquivalentTo(Enum.GetValues<EndpointProfile>().Except([EndpointProfile.Auto])));

    [TestCaseSource(nameof(Stores))]
    public async Task Profile_DefaultOptions_WritesAndReadsWhatTheStoreTakes(Store store)
    {
        await using ServiceProvider services = await CreateAsync(store);
        IObjectStore objects = services.Store();
        byte[] large = new byte[(3 * PartSize) + 1];

        await objects.PutObjectAsync("b-1", "small", new MemoryStream([1, 2, 3]));
        await objects.PutObjectAsync("b-1", "large", new UnknownLength(large));
        await using GetObjectResult got = await objects.GetObjectAsync("b-1", "large");
        List<string> keys = await objects.ListObjectsAsync("b-1").Select(info => info.Key).ToListAsync();
        await objects.DeleteObjectAsync("b-1", "small");

        Assert.Multiple(() =>
        {
            Assert.That(got.ContentLength, Is.EqualTo(large.Length));
            Assert.That(keys, Is.EqualTo(new[] { "large", "small" }));
        });
    }

    [TestCaseSource(nameof(Stores))]
    public async Task Profile_HostAndRegion_AreThoseTheStoreKnows(Store store)
    {
        var server = new FakeServer(_ => Replies.Empty(404));
        await using ServiceProvider services = FakeServices.Create(server, endpoint => (endpoint.Url, endpoint.Profile) = (store.Url, store.Explicit));

        await services.Store().HeadObjectAsync("b-1", "key");

        EndpointSnapshot snapshot = services.GetRequiredService<IEndpointRegistry>().Endpoints.Single();
        Assert.Multiple(() =>
        {
            Assert.That(server.Last.Host, Is.EqualTo(store.Host));
            Assert.That(server.Last.Headers["authorization"], Does.Contain($"/{store.Region}/s3/aws4_request"));
            Assert.That(snapshot.Profile, Is.EqualTo(store.Profile));
        });
    }

    [TestCaseSource(nameof(Stores))]
    public async Task Put_OnlyIfAbsent_ProtectsTheObjectOrIsRefusedBeforeItIsSent(Store store)
    {
        await using ServiceProvider services = await CreateAsync(store);
        IObjectStore objects = services.Store();
        await objects.PutObjectAsync("b-1", "key", new MemoryStream([1]));

        S3KitException error = await FailureAsync(objects.PutObjectAsync("b-1", "key", new MemoryStream([2, 3]), new PutObjectOptions { IfNoneMatch = "*" }));

        ObjectInfo? info = await objects.HeadObjectAsync("b-1", "key");
        Assert.Multiple(() =>
        {
            Assert.That(info!.Size, Is.EqualTo(1), "The object is as it was.");
            AssertRefusal(error, store.Quirks.ConditionalPut);
        });
    }

    [TestCaseSource(nameof(Stores))]
    public async Task Put_InPartsOnlyIfAbsent_ProtectsTheObjectOrIsRefusedBeforeAnyPartIsSent(Store store)
    {
        await using ServiceProvider services = await CreateAsync(store);
        IObjectStore objects = services.Store();
        await objects.PutObjectAsync("b-1", "key", new MemoryStream([1]));
        int before = services.GetRequiredService<EmbeddedStore>().Buckets["b-1"].Uploads.Count;

        S3KitException error = await FailureAsync(
            objects.PutObjectAsync("b-1", "key", new UnknownLength(new byte[2 * PartSize]), new PutObjectOptions { IfNoneMatch = "*" }));

        ObjectInfo? info = await objects.HeadObjectAsync("b-1", "key");
        Assert.Multiple(() =>
        {
            Assert.That(info!.Size, Is.EqualTo(1), "The object is as it was.");
            Assert.That(services.GetRequiredService<EmbeddedStore>().Buckets["b-1"].Uploads, Has.Count.EqualTo(before), "No upload is left behind.");
            AssertRefusal(error, store.Quirks.ConditionalComplete);
        });
    }

    [TestCaseSource(nameof(StoresWithConditions))]
    public async Task Put_IfMatchOfTheCurrentETag_Replaces(Store store)
    {
        await using ServiceProvider services = await CreateAsync(store);
        PutObjectResult first = await services.Store().PutObjectAsync("b-1", "key", new MemoryStream([1]));

        PutObjectResult second = await services.Store().PutObjectAsync("b-1", "key", new MemoryStream([2]), new PutObjectOptions { IfMatch = first.ETag });
        PutObjectResult third = await services.Store().PutObjectAsync("b-1", "key", new MemoryStream([3, 4]), new PutObjectOptions { IfMatch = $"\"{second.ETag}\"" });

        Assert.That(third.Size, Is.EqualTo(2));
    }

    [TestCaseSource(nameof(Stores))]
    public async Task Put_WithChecksum_IsTakenOrRefusedBeforeItIsSent(Store store)
    {
        await using ServiceProvider services = await CreateAsync(store);
        foreach (int size in (int[])[1, PartSize + 1])
        {
            Task<PutObjectResult> put = services.Store().PutObjectAsync("b-1", "key", new MemoryStream(new byte[size]), new PutObjectOptions { ChecksumAlgorithm = ChecksumAlgorithm.Crc32C });

            if (store.Quirks.Checksums == Support.Full)
            {
                Assert.That((await put).Size, Is.EqualTo(size));
            }
            else
            {
                S3KitException error = await FailureAsync(put);
                Assert.That(error.StatusCode, Is.Null, "The store was not asked.");
                Assert.That(error.Message, Does.Contain("refuses the checksum CRC32C"));
            }
        }
    }

    [TestCaseSource(nameof(Stores))]
    public async Task Copy_OnlyIfAbsent_ProtectsTheObjectOrIsRefusedBeforeItIsSent(Store store)
    {
        await using ServiceProvider services = await CreateAsync(store);
        IObjectStore objects = services.Store();
        await objects.PutObjectAsync("b-1", "source", new MemoryStream([1, 2]));
        await objects.PutObjectAsync("b-1", "key", new MemoryStream([1]));

        await FailureAsync(objects.CopyObjectAsync("b-1", "source", "b-1", "key", new CopyObjectOptions { IfNoneMatch = "*" }));

        Assert.That((await objects.HeadObjectAsync("b-1", "key"))!.Size, Is.EqualTo(1), "The object is as it was.");
    }

    [TestCaseSource(nameof(Stores))]
    public async Task DeleteMany_AndSweep_WorkOrSayThatTheyCannot(Store store)
    {
        await using ServiceProvider services = await CreateAsync(store);
        IObjectStore objects = services.Store();
        await objects.PutObjectAsync("b-1", "a", new MemoryStream([1]));
        await objects.PutObjectAsync("b-1", "b", new MemoryStream([1]));

        DeleteObjectsResult deleted = await objects.DeleteObjectsAsync("b-1", ["a", "b"]);

        Assert.That(deleted.Deleted, Has.Count.EqualTo(2));
        Task<AbortStaleUploadsResult> sweep = objects.AbortStaleUploadsAsync("b-1", TimeSpan.Zero);
        if (store.Quirks.ListsUploadsByExactKeyOnly)
        {
            Assert.That((await FailureAsync(sweep)).Message, Does.Contain("Give the whole key as the prefix"));
        }
        else
        {
            Assert.That((await sweep).Aborted, Is.Empty);
        }
    }

    [TestCase("http://10.0.0.1:9000", EndpointProfile.Aws, "10.0.0.1:9000")]
    [TestCase("http://storage.local", EndpointProfile.Aws, "b-1.storage.local")]
    [TestCase("https://nyc3.digitaloceanspaces.com", EndpointProfile.Generic, "nyc3.digitaloceanspaces.com")]
    public async Task Profile_Given_OverridesTheHostName(string url, EndpointProfile profile, string host)
    {
        var server = new FakeServer(_ => Replies.Empty(404));
        await using ServiceProvider services = FakeServices.Create(server, endpoint => (endpoint.Url, endpoint.Profile) = (url, profile));

        await services.Store().HeadObjectAsync("b-1", "key");

        Assert.That(server.Last.Host, Is.EqualTo(host));
    }

    private static IEnumerable<Store> StoresWithConditions() => Stores.Where(store => store.Quirks.ConditionalPut == Support.Full);

    private static void AssertRefusal(S3KitException error, Support support)
    {
        if (support == Support.Full)
        {
            Assert.That(error, Is.TypeOf<S3PreconditionFailedException>());
        }
        else
        {
            Assert.That(error, Is.TypeOf<S3InvalidRequestException>());
            Assert.That(error.StatusCode, Is.Null, "The store was not asked.");
            Assert.That(error.Message, Does.Contain("conditions on").And.Contain(support == Support.Refused ? "refuses" : "takes no notice of"));
        }
    }

    private static async Task<S3KitException> FailureAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (S3KitException e)
        {
            return e;
        }

        throw new AssertionException("It succeeded.");
    }

    private static async Task<ServiceProvider> CreateAsync(Store store)
    {
        ServiceProvider services = MockServices.Create(
            options =>
            {
                options.Mock = MockMode.Always;
                options.Transfers.PartSize = PartSize;
                options.Transfers.MultipartThreshold = PartSize;
                options.Endpoints["only"] = new EndpointOptions { Url = store.Url, AccessKey = "key", SecretKey = "secret", Profile = store.Explicit };
            },
            collection => collection.AddSingleton(new EmbeddedStore(TimeProvider.System, new EmbeddedStoreOptions { Quirks = store.Quirks })));
        await services.Store().CreateBucketAsync("b-1");
        return services;
    }

    internal sealed record Store(EndpointProfile Profile, string Url, string Host, string Region, EmbeddedQuirks Quirks)
    {
        /// <summary>Those that the host does not give away are said.</summary>
        public EndpointProfile Explicit => Profile is EndpointProfile.Minio or EndpointProfile.Ceph ? Profile : EndpointProfile.Auto;

        public override string ToString() => Profile.ToString();
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }
    }
}
