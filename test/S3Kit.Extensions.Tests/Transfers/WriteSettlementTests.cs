using System.Net;
using System.Security.Cryptography;
using S3Kit.Embedded;

namespace S3Kit.Tests.Transfers;

/// <summary>Writes whose answer is lost: whether the object that is there then is the one that was written.</summary>
public sealed class WriteSettlementTests
{
    private const int MiB = UploadApp.MiB;

    private static readonly PutObjectOptions IfNew = new() { IfNoneMatch = "*", Metadata = new Dictionary<string, string> { ["owner"] = "us" } };

    private UploadApp _app = null!;

    [SetUp]
    public async Task SetUp() => _app = await UploadApp.StartAsync();

    [TearDown]
    public async Task TearDown() => await _app.DisposeAsync();

    [TestCase(1)]
    [TestCase(null)]
    public async Task ConditionalPut_ItsOwnObjectIsThere_IsSuccess(int? lost)
    {
        _app.Break(EmbeddedOperation.PutObject, EmbeddedFault.LoseAnswer(), times: lost);

        PutObjectResult put = await _app.Store.PutObjectAsync("bucket", "key", new MemoryStream([1, 2, 3]), IfNew);

        ObjectInfo head = (await _app.Store.HeadObjectAsync("bucket", "key"))!;
        Assert.That((put.ETag, put.Size, put.Location.AbsolutePath), Is.EqualTo((head.ETag, 3L, "/bucket/key")));
    }

    [Test]
    public async Task ConditionalPut_ReplacesTheObjectItNames_IsSuccess()
    {
        PutObjectResult before = await _app.Store.PutObjectAsync("bucket", "key", new MemoryStream([1]));
        _app.Break(EmbeddedOperation.PutObject, EmbeddedFault.LoseAnswer(), times: 1);

        PutObjectResult put = await _app.Store.PutObjectAsync("bucket", "key", new MemoryStream([2]), new PutObjectOptions { IfMatch = before.ETag });

        Assert.That(await _app.ReadAsync("key"), Is.EqualTo(new byte[] { 2 }));
        Assert.That(put.ETag, Is.EqualTo((await _app.Store.HeadObjectAsync("bucket", "key"))!.ETag));
    }

    [Test]
    public async Task ConditionalPut_StreamedBody_IsReadOnceMoreToTell()
    {
        await using UploadApp app = await UploadApp.StartAsync(options => options.Transfers.MultipartThreshold = 1024L * MiB);
        app.Break(EmbeddedOperation.PutObject, EmbeddedFault.LoseAnswer(), times: 1);

        PutObjectResult put = await app.Store.PutObjectAsync("bucket", "key", new PatternStream(17 * MiB, canSeek: true), IfNew);

        Assert.That(put.Size, Is.EqualTo(17 * MiB));
    }

    [TestCase(new byte[] { 1, 2, 3, 4 }, "us", 0)]
    [TestCase(new byte[] { 3, 2, 1 }, "us", 60)]
    [TestCase(new byte[] { 1, 2, 3 }, "us", 60)]
    public async Task ConditionalPut_AnotherObjectIsThere_FailsAsItShould(byte[] other, string owner, int age)
    {
        await PutOtherAsync(other, owner, age);
        _app.Break(EmbeddedOperation.PutObject, EmbeddedFault.LoseAnswer(), times: 1);

        S3PreconditionFailedException? error = Assert.ThrowsAsync<S3PreconditionFailedException>(() => _app.Store.PutObjectAsync("bucket", "key", new MemoryStream([1, 2, 3]), IfNew));

        Assert.That(error!.MayBeOwnWrite, Is.False);
        Assert.That(await _app.ReadAsync("key"), Is.EqualTo(other));
    }

    [TestCase(new byte[] { 1, 2, 3 }, "them", Description = "The bytes are ours, but not what was said of them.")]
    [TestCase(new byte[] { 3, 2, 1 }, "us", Description = "The ETag is no MD5, or the bytes are others.")]
    public async Task ConditionalPut_NobodyCanTell_SaysSo(byte[] other, string owner)
    {
        await PutOtherAsync(other, owner, age: 0);
        _app.Break(EmbeddedOperation.PutObject, EmbeddedFault.LoseAnswer(), times: 1);

        S3PreconditionFailedException? error = Assert.ThrowsAsync<S3PreconditionFailedException>(() => _app.Store.PutObjectAsync("bucket", "key", new MemoryStream([1, 2, 3]), IfNew));

        Assert.That((error!.MayBeOwnWrite, error.StatusCode, error.Attempts), Is.EqualTo((true, 412, 2)));
    }

    [TestCase(null, Description = "Nothing was said of our bytes, but of theirs something is.")]
    [TestCase("owner", Description = "What was said of ours is said of theirs, and more.")]
    public async Task ConditionalPut_SameBytesWithMoreMetadata_IsNotTakenForOurs(string? name)
    {
        PutObjectOptions options = name is null ? new() { IfNoneMatch = "*" } : IfNew;
        await PutOtherAsync([1, 2, 3], new Dictionary<string, string> { ["owner"] = "us", ["holder"] = "them" });
        _app.Break(EmbeddedOperation.PutObject, EmbeddedFault.LoseAnswer(), times: 1);

        S3PreconditionFailedException? error = Assert.ThrowsAsync<S3PreconditionFailedException>(() => _app.Store.PutObjectAsync("bucket", "key", new MemoryStream([1, 2, 3]), options));

        Assert.That((error!.MayBeOwnWrite, error.StatusCode), Is.EqualTo((true, 412)));
    }

    [Test]
    public async Task ConditionalPut_StoreKeepsUnderscoresInNamesAsHyphens_IsSuccess()
    {
        await PutOtherAsync([1, 2, 3], new Dictionary<string, string> { ["lease-owner"] = "us" });
        _app.Break(EmbeddedOperation.PutObject, EmbeddedFault.LoseAnswer(), times: 1);

        PutObjectResult put = await _app.Store.PutObjectAsync("bucket", "key", new MemoryStream([1, 2, 3]), new PutObjectOptions { IfNoneMatch = "*", Metadata = new Dictionary<string, string> { ["Lease_Owner"] = "us" } });

        Assert.That(put.Size, Is.EqualTo(3));
    }

    [Test]
    public async Task ConditionalPut_NoAnswerWasLost_IsNotLookedAt()
    {
        await PutOtherAsync([1, 2, 3], "us", age: 0);
        EmbeddedFaultRule heads = _app.Count(EmbeddedOperation.HeadObject);

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => _app.Store.PutObjectAsync("bucket", "key", new MemoryStream([1, 2, 3]), IfNew));

        Assert.That(heads.FiredCount, Is.Zero);
    }

    [Test]
    public async Task Complete_EveryAnswerIsLost_IsSettledByLooking()
    {
        _app.Break(EmbeddedOperation.CompleteMultipartUpload, EmbeddedFault.LoseAnswer());
        byte[] bytes = RandomNumberGenerator.GetBytes(11 * MiB);

        PutObjectResult put = await _app.Store.PutObjectAsync("bucket", "key", UploadApp.Unseekable(bytes), IfNew);

        Assert.That(put.ETag, Does.EndWith("-3"));
        await _app.AssertStoredAsync("key", bytes);
    }

    [Test]
    public async Task Complete_SecondAnswerSaysThatTheConditionFails_IsSettledByLooking()
    {
        _app.Break(EmbeddedOperation.CompleteMultipartUpload, EmbeddedFault.LoseAnswer(), times: 1);
        _app.Break(EmbeddedOperation.CompleteMultipartUpload, EmbeddedFault.Status(HttpStatusCode.PreconditionFailed, "PreconditionFailed"), skip: 1);
        byte[] bytes = RandomNumberGenerator.GetBytes(11 * MiB);

        await _app.Store.PutObjectAsync("bucket", "key", UploadApp.Unseekable(bytes), IfNew);

        await _app.AssertStoredAsync("key", bytes);
    }

    [Test]
    public async Task Complete_ETagDoesNotTell_IsSettledByTheUploadBeingGone()
    {
        _app.Break(EmbeddedOperation.CompleteMultipartUpload, EmbeddedFault.LoseAnswer());
        _app.Break(EmbeddedOperation.HeadObject, EmbeddedFault.WrongETag(new string('0', 32) + "-3"), times: 1);
        EmbeddedFaultRule lists = _app.Count(EmbeddedOperation.ListParts);
        byte[] bytes = RandomNumberGenerator.GetBytes(11 * MiB);

        await _app.Store.PutObjectAsync("bucket", "key", UploadApp.Unseekable(bytes));

        Assert.That(lists.FiredCount, Is.EqualTo(1));
        await _app.AssertStoredAsync("key", bytes);
    }

    [Test]
    public async Task Complete_NeverHappened_FailsAndAborts()
    {
        await _app.Store.PutObjectAsync("bucket", "key", UploadApp.Unseekable(new byte[11 * MiB]));
        _app.Break(EmbeddedOperation.CompleteMultipartUpload, EmbeddedFault.ResetBeforeRequest());
        _app.Break(EmbeddedOperation.HeadObject, EmbeddedFault.WrongETag(new string('0', 32) + "-3"), times: 1);

        Assert.ThrowsAsync<S3NetworkException>(() => _app.Store.PutObjectAsync("bucket", "key", UploadApp.Unseekable(RandomNumberGenerator.GetBytes(11 * MiB))));

        await _app.AssertStoredAsync("key", new byte[11 * MiB]);
    }

    private async Task PutOtherAsync(byte[] bytes, string owner, int age)
    {
        await PutOtherAsync(bytes, new Dictionary<string, string> { ["owner"] = owner });
        _app.Time.Advance(TimeSpan.FromSeconds(age));
    }

    private Task<PutObjectResult> PutOtherAsync(byte[] bytes, Dictionary<string, string> metadata) =>
        _app.Store.PutObjectAsync("bucket", "key", new MemoryStream(bytes), new PutObjectOptions { Metadata = metadata });
}
