using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.Tests.Store;

/// <summary>The whole way of a request, from the store to the embedded S3 server and back.</summary>
public sealed class ObjectStoreTests
{
    private ServiceProvider _services = null!;
    private IObjectStore _store = null!;

    [SetUp]
    public async Task SetUp()
    {
        _services = MockServices.Create();
        _store = _services.GetRequiredService<IObjectStore>();
        await _store.CreateBucketAsync("bucket");
    }

    [TearDown]
    public async Task TearDown() => await _services.DisposeAsync();

    [Test]
    public async Task PutObject_ThenGet_ReturnsBytesAndDescription()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(100_000);
        var options = new PutObjectOptions
        {
            ContentType = "image/png",
            ContentDisposition = "attachment; filename=\"a.png\"",
            ContentEncoding = "identity",
            ContentLanguage = "de",
            CacheControl = "no-cache",
            Metadata = new Dictionary<string, string> { ["Author"] = "Žofie 😀 =?x", ["plain"] = "a b" },
        };

        PutObjectResult put = await _store.PutObjectAsync("bucket", "folder/a b+c%.png", new MemoryStream(bytes), options);
        await using GetObjectResult got = await _store.GetObjectAsync("bucket", "folder/a b+c%.png");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(put.Size, Is.EqualTo(100_000));
            Assert.That(put.ETag, Is.EqualTo(Convert.ToHexStringLower(MD5.HashData(bytes))));
            Assert.That(put.Endpoint, Is.EqualTo("embedded"));
            Assert.That(put.Location.AbsoluteUri, Is.EqualTo("http://embedded.localhost/bucket/folder/a%20b%2Bc%25.png"));
            Assert.That(got.Info.ContentType, Is.EqualTo("image/png"));
            Assert.That(got.Info.ContentDisposition, Is.EqualTo("attachment; filename=\"a.png\""));
            Assert.That(got.Info.ContentEncoding, Is.EqualTo("identity"));
            Assert.That(got.Info.ContentLanguage, Is.EqualTo("de"));
            Assert.That(got.Info.CacheControl, Is.EqualTo("no-cache"));
            Assert.That(got.Info.Metadata["author"], Is.EqualTo("Žofie 😀 =?x"));
            Assert.That(got.Info.Metadata["PLAIN"], Is.EqualTo("a b"));
            Assert.That(got.ContentLength, Is.EqualTo(100_000));
            Assert.That(await ReadAsync(got), Is.EqualTo(bytes));
        }
    }

    [Test]
    public async Task GetObject_Range_ReturnsThatPart()
    {
        await _store.PutObjectAsync("bucket", "key", new MemoryStream("0123456789"u8.ToArray()));

        await using GetObjectResult middle = await _store.GetObjectAsync("bucket", "key", new GetObjectOptions { Range = ByteRange.Between(2, 4) });
        await using GetObjectResult end = await _store.GetObjectAsync("bucket", "key", new GetObjectOptions { Range = ByteRange.Suffix(3) });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.UTF8.GetString(await ReadAsync(middle)), Is.EqualTo("234"));
            Assert.That(middle.Offset, Is.EqualTo(2));
            Assert.That(middle.Info.Size, Is.EqualTo(10));
            Assert.That(middle.IsPartial, Is.True);
            Assert.That(Encoding.UTF8.GetString(await ReadAsync(end)), Is.EqualTo("789"));
            Assert.That(end.Offset, Is.EqualTo(7));
        }
    }

    [Test]
    public void GetObject_MissingKey_ThrowsNotFound()
    {
        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(async () => await _store.GetObjectAsync("bucket", "nothing"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Resource, Is.EqualTo(S3ResourceKind.Key));
            Assert.That(error.StatusCode, Is.EqualTo(404));
            Assert.That(error.ErrorCode, Is.EqualTo("NoSuchKey"));
            Assert.That(error.Bucket, Is.EqualTo("bucket"));
            Assert.That(error.Key, Is.EqualTo("nothing"));
            Assert.That(error.Endpoint, Is.EqualTo("embedded"));
            Assert.That(error.Attempts, Is.EqualTo(1));
            Assert.That(error.IsTransient, Is.False);
            Assert.That(error.RequestId, Is.Not.Null.And.Not.Empty);
        }
    }

    [Test]
    public async Task HeadObject_MissingKey_ReturnsNull() => Assert.That(await _store.HeadObjectAsync("bucket", "nothing"), Is.Null);

    [Test]
    public async Task DeleteObject_Twice_Succeeds()
    {
        await _store.PutObjectAsync("bucket", "key", new MemoryStream([1]));

        await _store.DeleteObjectAsync("bucket", "key");
        await _store.DeleteObjectAsync("bucket", "key");

        Assert.That(await _store.HeadObjectAsync("bucket", "key"), Is.Null);
    }

    [Test]
    public async Task ListObjects_SeveralPages_YieldsAllInOrder()
    {
        for (int i = 0; i < 25; i++)
        {
            await _store.PutObjectAsync("bucket", $"k{i:D2}", new MemoryStream([1]));
        }

        List<string> keys = [];
        string? token = null;
        do
        {
            ListObjectsPage page = await _store.ListObjectsPageAsync("bucket", "k", new ListObjectsOptions { MaxKeys = 10, ContinuationToken = token });
            keys.AddRange(page.Objects.Select(info => info.Key));
            token = page.NextContinuationToken;
        }
        while (token is not null);

        Assert.That(keys, Is.EqualTo(Enumerable.Range(0, 25).Select(i => $"k{i:D2}")));
    }

    [Test]
    public async Task ListObjects_MaxKeys_BoundsTheWhole()
    {
        for (int i = 0; i < 5; i++)
        {
            await _store.PutObjectAsync("bucket", $"k{i}", new MemoryStream([1]));
        }

        List<ObjectInfo> listed = await _store.ListObjectsAsync("bucket", options: new ListObjectsOptions { MaxKeys = 3 }).ToListAsync();

        Assert.That(listed, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Buckets_CreateListExistsDelete()
    {
        await _store.CreateBucketAsync("second-bucket");
        await _store.CreateBucketAsync("second-bucket");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _store.ListBucketsAsync()).Select(bucket => bucket.Name), Is.EquivalentTo(["bucket", "second-bucket"]));
            Assert.That(await _store.BucketExistsAsync("second-bucket"), Is.True);
            Assert.That(await _store.BucketExistsAsync("third-bucket"), Is.False);
        }

        await _store.DeleteBucketAsync("second-bucket");
        Assert.That(await _store.BucketExistsAsync("second-bucket"), Is.False);
        Assert.ThrowsAsync<S3NotFoundException>(() => _store.DeleteBucketAsync("second-bucket"));
    }

    [Test]
    public async Task TestEndpoint_Embedded_IsAvailable()
    {
        EndpointTestResult result = await _store.TestEndpointAsync();

        Assert.That(result.IsAvailable, Is.True, result.Error?.Message);
    }

    private static async Task<byte[]> ReadAsync(GetObjectResult result)
    {
        var memory = new MemoryStream();
        await result.Content.CopyToAsync(memory);
        return memory.ToArray();
    }
}
