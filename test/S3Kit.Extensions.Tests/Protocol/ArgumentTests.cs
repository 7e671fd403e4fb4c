using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.Tests.Protocol;

/// <summary>What is refused before anything is sent.</summary>
public sealed class ArgumentTests
{
    private const string Lone = "\uD800";

    private FakeServer _server = null!;
    private ServiceProvider _services = null!;
    private IObjectStore _store = null!;

    public static IEnumerable<string> Buckets => ["", "ab", "a/b", "a b", "a?b", "a#b", "a%b", "a\\b", "a\nb", "bücket", "...", new string('a', 256), "a@b", "a:b", "a" + Lone + "b"];

    public static IEnumerable<string> NewBuckets => [.. Buckets, "Bucket", "under_score", "-abc", "abc-", ".abc", "abc.", "a..b", new string('a', 64)];

    public static IEnumerable<string> Keys => ["", new string('k', 1025), new string('é', 513), Lone, "a\uDC00b", "a" + Lone];

    [SetUp]
    public void SetUp()
    {
        _server = new FakeServer();
        _services = FakeServices.Create(_server);
        _store = _services.Store();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _services.DisposeAsync();
        _server.Dispose();
    }

    [TestCaseSource(nameof(Buckets))]
    public void AnyOperation_WrongBucket_IsRefused(string bucket) => AssertRefused(
        () => _store.PutObjectAsync(bucket, "k", Stream.Null),
        () => _store.GetObjectAsync(bucket, "k"),
        () => _store.HeadObjectAsync(bucket, "k"),
        () => _store.ListObjectsPageAsync(bucket),
        () => _store.ListObjectsAsync(bucket).ToListAsync().AsTask(),
        () => _store.DeleteObjectAsync(bucket, "k"),
        () => _store.GetObjectTaggingAsync(bucket, "k"),
        () => _store.PutObjectTaggingAsync(bucket, "k", new Dictionary<string, string>()),
        () => _store.DeleteObjectTaggingAsync(bucket, "k"),
        () => _store.ListObjectVersionsPageAsync(bucket),
        () => _store.ListObjectVersionsAsync(bucket).ToListAsync().AsTask(),
        () => _store.UploadFileAsync("no file", bucket, "k"),
        () => _store.DownloadFileAsync(bucket, "k", "no file"),
        () => _store.DeleteBucketAsync(bucket),
        () => _store.BucketExistsAsync(bucket));

    [TestCaseSource(nameof(NewBuckets))]
    public void CreateBucket_WrongName_IsRefused(string bucket) => AssertRefused(() => _store.CreateBucketAsync(bucket));

    [TestCase("abc")]
    [TestCase("Upper.and_under-score")]
    public async Task BucketExists_OldName_IsTaken(string bucket) => Assert.That(await _store.BucketExistsAsync(bucket), Is.True);

    [TestCaseSource(nameof(Keys))]
    public void AnyOperation_WrongKey_IsRefused(string key) => AssertRefused(
        () => _store.PutObjectAsync("bucket", key, Stream.Null),
        () => _store.GetObjectAsync("bucket", key),
        () => _store.HeadObjectAsync("bucket", key),
        () => _store.DeleteObjectAsync("bucket", key),
        () => _store.GetObjectTaggingAsync("bucket", key),
        () => _store.PutObjectTaggingAsync("bucket", key, new Dictionary<string, string>()),
        () => _store.DeleteObjectTaggingAsync("bucket", key),
        () => _store.UploadFileAsync("no file", "bucket", key),
        () => _store.DownloadFileAsync("bucket", key, "no file"));

    [Test]
    public void AnyOperation_Null_IsRefused() => AssertRefused(
        () => _store.PutObjectAsync(null!, "k", Stream.Null),
        () => _store.PutObjectAsync("bucket", null!, Stream.Null),
        () => _store.PutObjectAsync("bucket", "k", null!),
        () => _store.GetObjectAsync("bucket", null!),
        () => _store.PutObjectTaggingAsync("bucket", "k", null!),
        () => _store.UploadFileAsync(null!, "bucket", "k"),
        () => _store.DownloadFileAsync("bucket", "k", null!),
        () => _store.CreateBucketAsync(null!));

    [TestCase("a\r\nX-Injected: 1")]
    [TestCase("a\nb")]
    [TestCase("a\rb")]
    [TestCase("a\0b")]
    [TestCase("a\u007Fb")]
    [TestCase("\u00E9")]
    public void AnyHeaderOption_CharacterThatAHeaderCannotCarry_IsRefusedByName(string value)
    {
        AssertNames("ContentType", () => Put(new PutObjectOptions { ContentType = value }));
        AssertNames("ContentDisposition", () => Put(new PutObjectOptions { ContentDisposition = value }));
        AssertNames("ContentEncoding", () => Put(new PutObjectOptions { ContentEncoding = value }));
        AssertNames("ContentLanguage", () => Put(new PutObjectOptions { ContentLanguage = value }));
        AssertNames("CacheControl", () => Put(new PutObjectOptions { CacheControl = value }));
        AssertNames("WebsiteRedirectLocation", () => Put(new PutObjectOptions { WebsiteRedirectLocation = "/" + value }));
        AssertNames("KeyId", () => Put(new PutObjectOptions { ServerSideEncryption = new SseKms { KeyId = value } }));
        AssertNames("StorageClass", () => Put(new PutObjectOptions { StorageClass = value }));
        AssertNames("IfMatch", () => Put(new PutObjectOptions { IfMatch = value }));
        AssertNames("IfNoneMatch", () => Put(new PutObjectOptions { IfNoneMatch = value }));
        AssertNames("IfMatch", () => _store.GetObjectAsync("bucket", "k", new GetObjectOptions { IfMatch = value }));
        AssertNames("IfNoneMatch", () => _store.GetObjectAsync("bucket", "k", new GetObjectOptions { IfNoneMatch = value }));
        AssertNames("IfMatch", () => _store.HeadObjectAsync("bucket", "k", new HeadObjectOptions { IfMatch = value }));
        AssertNames("IfNoneMatch", () => _store.HeadObjectAsync("bucket", "k", new HeadObjectOptions { IfNoneMatch = value }));
        AssertNames("IfNoneMatch", () => _store.DownloadFileAsync("bucket", "k", "file", new DownloadFileOptions { IfNoneMatch = value }));
        AssertNames("LocationConstraint", () => _store.CreateBucketAsync("bucket", new CreateBucketOptions { LocationConstraint = value }));
        Assert.That(_server.Requests, Is.Empty);
    }

    [TestCase(3)]
    [TestCase(20 * 1024 * 1024)]
    public void Put_StreamStandsBehindItsEnd_IsRefused(int length)
    {
        ArgumentException error = Assert.ThrowsAsync<ArgumentException>(() => _store.PutObjectAsync("bucket", "k", new MemoryStream(new byte[length]) { Position = length + 1 }))!;

        Assert.That(error.Message, Does.Contain($"byte {length + 1}, behind its end at {length}"));
        Assert.That(_server.Requests, Is.Empty);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void UploadFile_IsADirectory_SaysWhoTakesIt(bool isResumable)
    {
        string folder = Path.GetTempPath();
        var options = new UploadFileOptions { Checkpoints = isResumable ? new FileUploadCheckpointStore(folder) : null };

        ArgumentException error = Assert.ThrowsAsync<ArgumentException>(() => _store.UploadFileAsync(folder, "bucket", "k", options))!;

        Assert.That(error.Message, Does.Contain("is a directory").And.Contain("UploadDirectoryAsync"));
        Assert.That(error.ParamName, Is.EqualTo("filePath"));
        Assert.That(_server.Requests, Is.Empty);
    }

    [TestCase("")]
    [TestCase(" ")]
    public void AnyCondition_EmptyETag_IsRefusedByName(string value)
    {
        AssertIsEmpty("IfMatch", () => Put(new PutObjectOptions { IfMatch = value }));
        AssertIsEmpty("IfNoneMatch", () => Put(new PutObjectOptions { IfNoneMatch = value }));
        AssertIsEmpty("IfMatch", () => _store.UploadFileAsync("no file", "bucket", "k", new UploadFileOptions { IfMatch = value }));
        AssertIsEmpty("IfMatch", () => _store.OpenWriteAsync("bucket", "k", new OpenWriteOptions { IfMatch = value }));
        AssertIsEmpty("IfMatch", () => _store.GetObjectAsync("bucket", "k", new GetObjectOptions { IfMatch = value }));
        AssertIsEmpty("IfNoneMatch", () => _store.GetObjectAsync("bucket", "k", new GetObjectOptions { IfNoneMatch = value }));
        AssertIsEmpty("IfMatch", () => _store.HeadObjectAsync("bucket", "k", new HeadObjectOptions { IfMatch = value }));
        AssertIsEmpty("IfNoneMatch", () => _store.HeadObjectAsync("bucket", "k", new HeadObjectOptions { IfNoneMatch = value }));
        AssertIsEmpty("IfMatch", () => _store.DownloadFileAsync("bucket", "k", "file", new DownloadFileOptions { IfMatch = value }));
        AssertIsEmpty("IfNoneMatch", () => _store.GetBytesAsync("bucket", "k", new ReadObjectOptions { IfNoneMatch = value }));
        AssertIsEmpty("IfMatch", () => _store.DeleteObjectAsync("bucket", "k", new DeleteObjectOptions { IfMatch = value }));
        AssertIsEmpty("SourceIfMatch", () => _store.CopyObjectAsync("bucket", "k", "bucket", "l", new CopyObjectOptions { SourceIfMatch = value }));
        AssertIsEmpty("SourceIfNoneMatch", () => _store.CopyObjectAsync("bucket", "k", "bucket", "l", new CopyObjectOptions { SourceIfNoneMatch = value }));
        AssertIsEmpty("IfMatch", () => _store.CopyObjectAsync("bucket", "k", "bucket", "l", new CopyObjectOptions { IfMatch = value }));
        AssertIsEmpty("IfNoneMatch", () => _store.CopyObjectAsync("bucket", "k", "bucket", "l", new CopyObjectOptions { IfNoneMatch = value }));
        AssertIsEmpty("IfNoneMatch", () => _store.CreatePresignedUrlAsync(HttpMethod.Put, "bucket", "k", TimeSpan.FromHours(1), new PresignedUrlOptions { IfNoneMatch = value }));
        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public void AnyTextOption_HalfASurrogatePair_IsRefused() => AssertRefused(
        () => _store.GetObjectAsync("bucket", "k", new GetObjectOptions { VersionId = Lone }),
        () => _store.HeadObjectAsync("bucket", "k", new HeadObjectOptions { VersionId = Lone }),
        () => _store.DeleteObjectAsync("bucket", "k", new DeleteObjectOptions { VersionId = Lone }),
        () => _store.GetObjectTaggingAsync("bucket", "k", new ObjectTaggingOptions { VersionId = Lone }),
        () => _store.ListObjectVersionsPageAsync("bucket", Lone),
        () => _store.ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { Delimiter = Lone }),
        () => _store.ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { KeyMarker = Lone }),
        () => _store.ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { KeyMarker = "k", VersionIdMarker = Lone }),
        () => Put(new PutObjectOptions { Tags = new Dictionary<string, string> { [Lone] = "v" } }),
        () => Put(new PutObjectOptions { Tags = new Dictionary<string, string> { ["k"] = Lone } }),
        () => Put(new PutObjectOptions { ServerSideEncryption = new SseKms { EncryptionContext = new Dictionary<string, string> { ["k"] = Lone } } }),
        () => _store.ListObjectsPageAsync("bucket", Lone),
        () => _store.ListObjectsPageAsync("bucket", null, new ListObjectsOptions { Delimiter = Lone }),
        () => _store.ListObjectsPageAsync("bucket", null, new ListObjectsOptions { StartAfter = Lone }),
        () => Put(new PutObjectOptions { Metadata = new Dictionary<string, string> { ["a"] = Lone } }));

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a:b")]
    [TestCase("a\r\nb")]
    [TestCase("\u00FC")]
    [TestCase("a(b)")]
    public void Put_MetadataNameThatIsNoToken_IsRefused(string name) =>
        AssertRefused(() => Put(new PutObjectOptions { Metadata = new Dictionary<string, string> { [name] = "v" } }));

    [TestCase("a\r\nX-Injected: 1")]
    [TestCase("a\tb")]
    [TestCase("\u0085")]
    [TestCase(null)]
    public void Put_MetadataValueWithControlCharacters_IsRefused(string? value) =>
        AssertRefused(() => Put(new PutObjectOptions { Metadata = new Dictionary<string, string> { ["name"] = value! } }));

    [Test]
    public void Put_MetadataNamesThatDifferInCaseOnly_AreRefused() =>
        AssertRefused(() => Put(new PutObjectOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "1", ["A"] = "2" } }));

    [Test]
    public void AnyOperation_NumberOutOfRange_IsRefused() => AssertRefused(
        () => Put(new PutObjectOptions { ContentLength = -1 }),
        () => Put(new PutObjectOptions { Timeout = TimeSpan.Zero }),
        () => Put(new PutObjectOptions { Timeout = TimeSpan.FromDays(2) }),
        () => Put(new PutObjectOptions { Priority = (RequestPriority)99 }),
        () => Put(new PutObjectOptions { Acl = (CannedAcl)99 }),
        () => _store.ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { MaxKeys = 0 }),
        () => _store.ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { MaxKeys = 1001 }),
        () => _store.ListObjectVersionsAsync("bucket", null, new ListObjectVersionsOptions { MaxKeys = -1 }).ToListAsync().AsTask(),
        () => _store.ListObjectsPageAsync("bucket", null, new ListObjectsOptions { MaxKeys = 0 }),
        () => _store.ListObjectsPageAsync("bucket", null, new ListObjectsOptions { MaxKeys = 1001 }),
        () => _store.ListObjectsAsync("bucket", null, new ListObjectsOptions { MaxKeys = -1 }).ToListAsync().AsTask());

    [Test]
    public void AnyOperation_EmptyOrEndlessVersionId_IsRefusedByName()
    {
        foreach (string id in new[] { "", new string('v', 1025) })
        {
            Func<Task>[] calls =
            [
                () => _store.GetObjectAsync("bucket", "k", new GetObjectOptions { VersionId = id }),
                () => _store.HeadObjectAsync("bucket", "k", new HeadObjectOptions { VersionId = id }),
                () => _store.DownloadFileAsync("bucket", "k", "file", new DownloadFileOptions { VersionId = id }),
                () => _store.DeleteObjectAsync("bucket", "k", new DeleteObjectOptions { VersionId = id }),
                () => _store.GetObjectTaggingAsync("bucket", "k", new ObjectTaggingOptions { VersionId = id }),
                () => _store.PutObjectTaggingAsync("bucket", "k", new Dictionary<string, string>(), new ObjectTaggingOptions { VersionId = id }),
                () => _store.DeleteObjectTaggingAsync("bucket", "k", new ObjectTaggingOptions { VersionId = id }),
            ];
            foreach (Func<Task> call in calls)
            {
                Assert.That(Assert.CatchAsync<ArgumentException>(() => call())!.Message, Does.StartWith("VersionId "));
            }
        }

        Assert.That(
            Assert.CatchAsync<ArgumentException>(() => _store.ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { KeyMarker = "k", VersionIdMarker = "" }))!.Message,
            Does.StartWith("VersionIdMarker "));
        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public void ListVersions_VersionMarkerWithoutItsKey_IsRefused() => AssertRefused(
        () => _store.ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { VersionIdMarker = "v" }),
        () => _store.ListObjectVersionsPageAsync("bucket", null, new ListObjectVersionsOptions { KeyMarker = "", VersionIdMarker = "v" }),
        () => _store.ListObjectVersionsAsync("bucket", null, new ListObjectVersionsOptions { VersionIdMarker = "v" }).ToListAsync().AsTask());

    [TestCase("")]
    [TestCase("elsewhere")]
    [TestCase("ftp://example.com/")]
    [TestCase("javascript:alert(1)")]
    [TestCase(" /a")]
    public void Put_RedirectThatIsNone_IsRefused(string location) => AssertRefused(() => Put(new PutObjectOptions { WebsiteRedirectLocation = location }));

    [Test]
    public void Put_EncryptionThatIsNone_IsRefused() => AssertRefused(
        () => Put(new PutObjectOptions { ServerSideEncryption = new SseKms { KeyId = "" } }),
        () => Put(new PutObjectOptions { ServerSideEncryption = new SseKms { EncryptionContext = new Dictionary<string, string> { [""] = "v" } } }),
        () => Put(new PutObjectOptions { ServerSideEncryption = new SseKms { EncryptionContext = new Dictionary<string, string> { ["k"] = null! } } }));

    [Test]
    public void Put_StreamThatCannotBeRead_IsRefused()
    {
        var closed = new MemoryStream();
        closed.Dispose();

        AssertRefused(() => _store.PutObjectAsync("bucket", "k", closed));
    }

    private Task<PutObjectResult> Put(PutObjectOptions options) => _store.PutObjectAsync("bucket", "k", new MemoryStream([1]), options);

    private void AssertRefused(params Func<Task>[] calls)
    {
        foreach (Func<Task> call in calls)
        {
            Assert.CatchAsync<ArgumentException>(() => call());
        }

        Assert.That(_server.Requests, Is.Empty);
    }

    private static void AssertIsEmpty(string option, Func<Task> call) => Assert.That(Assert.CatchAsync<ArgumentException>(() => call())!.Message, Does.StartWith(option + " is empty"));

    private static void AssertNames(string option, Func<Task> call) => Assert.That(Assert.CatchAsync<ArgumentException>(() => call())!.Message, Does.StartWith(option + " holds the character U+"));
}
