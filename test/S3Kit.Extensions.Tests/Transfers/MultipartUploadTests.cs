using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Embedded;
using S3Kit.Tests.Embedded;

namespace S3Kit.Tests.Transfers;

/// <summary>Large uploads against the embedded store, whole and with everything that can go wrong on the way.</summary>
public sealed class MultipartUploadTests
{
    private const int MiB = 1024 * 1024;

    private ServiceProvider _services = null!;
    private IObjectStore _store = null!;
    private EmbeddedStore _embedded = null!;

    [SetUp]
    public async Task SetUp()
    {
        _services = MockServices.Create(options =>
        {
            options.InitialRetryDelay = TimeSpan.Zero;

            // With one endpoint a failing operation must not open its breaker under the next request.
            options.CircuitBreaker.Threshold = 100;
            options.Transfers.PartSize = 5 * MiB;
            options.Transfers.MultipartThreshold = 6 * MiB;
            options.Transfers.MaxConcurrentParts = 2;
        });
        _store = _services.GetRequiredService<IObjectStore>();
        _embedded = _services.GetRequiredService<EmbeddedStore>();
        await _store.CreateBucketAsync("bucket");
    }

    [TearDown]
    public async Task TearDown() => await _services.DisposeAsync();

    [TestCase(6 * MiB, true)]
    [TestCase(6 * MiB, false)]
    [TestCase(10 * MiB, false)]
    [TestCase((12 * MiB) + 1, false)]
    public async Task PutObject_LargeStream_IsStoredInParts(int size, bool canSeek)
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(size);
        Stream source = canSeek ? new MemoryStream(bytes) : Unseekable(bytes);

        PutObjectResult put = await _store.PutObjectAsync("bucket", "large", source, new PutObjectOptions { ContentType = "video/mp4", Metadata = new Dictionary<string, string> { ["a"] = "b" } });

        ObjectInfo? head = await _store.HeadObjectAsync("bucket", "large");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(put.Size, Is.EqualTo(size));
            Assert.That(put.ETag, Does.EndWith($"-{(size + (5 * MiB) - 1) / (5 * MiB)}"));
            Assert.That(head!.ETag, Is.EqualTo(put.ETag));
            Assert.That(head.ContentType, Is.EqualTo("video/mp4"));
            Assert.That(head.Metadata["a"], Is.EqualTo("b"));
            Assert.That(await HashAsync("large"), Is.EqualTo(SHA256.HashData(bytes)));
        }
    }

    [Test]
    public async Task PutObject_UnknownLengthOfOnePart_IsOnePut()
    {
        PutObjectResult put = await _store.PutObjectAsync("bucket", "small", Unseekable(new byte[100]));

        Assert.That((put.Size, put.ETag!.Contains('-', StringComparison.Ordinal)), Is.EqualTo((100L, false)));
    }

    [TestCase(7 * MiB, 6 * MiB)]
    [TestCase(6 * MiB, 7 * MiB)]
    [TestCase(10 * MiB, 11 * MiB)]
    [TestCase((10 * MiB) + 1, 10 * MiB)]
    public async Task PutObject_SourceOfAnotherLength_StoresNothingAndAborts(int size, int declared)
    {
        Assert.ThrowsAsync<S3IntegrityException>(() =>
            _store.PutObjectAsync("bucket", "wrong", Unseekable(new byte[size]), new PutObjectOptions { ContentLength = declared }));

        Assert.That(await _store.HeadObjectAsync("bucket", "wrong"), Is.Null);
        AssertNoUploadLeft();
    }

    [Test]
    public async Task PutObject_AnswerToCompleteHasNoETag_TellsThatOfTheObject()
    {
        // As with Ceph. The upload itself is completed by the answer before, which is lost.
        _embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.LoseAnswer(), Operation = EmbeddedOperation.CompleteMultipartUpload, Times = 1 });
        _embedded.Faults.Add(new EmbeddedFaultRule
        {
            Fault = EmbeddedFault.Garbage(body: "<CompleteMultipartUploadResult><ETag></ETag></CompleteMultipartUploadResult>", contentType: "application/xml"),
            Operation = EmbeddedOperation.CompleteMultipartUpload,
            Skip = 1,
        });

        PutObjectResult put = await _store.PutObjectAsync("bucket", "large", Unseekable(new byte[11 * MiB]));

        Assert.That(put.ETag, Does.EndWith("-3").And.EqualTo((await _store.HeadObjectAsync("bucket", "large"))!.ETag));
    }

    [Test]
    public async Task PutObject_PartFailsInPassing_IsSentAgain()
    {
        _embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.LoseAnswer(), Operation = EmbeddedOperation.UploadPart, Times = 2 });
        byte[] bytes = RandomNumberGenerator.GetBytes(11 * MiB);

        await _store.PutObjectAsync("bucket", "large", Unseekable(bytes));

        Assert.That(await HashAsync("large"), Is.EqualTo(SHA256.HashData(bytes)));
    }

    [Test]
    public void PutObject_PartIsRefused_AbortsAndTellsThatError()
    {
        _embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Status(System.Net.HttpStatusCode.Forbidden, "AccessDenied"), Operation = EmbeddedOperation.UploadPart, Skip = 1 });

        S3AccessDeniedException? error = Assert.ThrowsAsync<S3AccessDeniedException>(() => _store.PutObjectAsync("bucket", "large", Unseekable(new byte[30 * MiB])));

        Assert.That(error!.Operation, Is.EqualTo("UploadPart"));
        AssertNoUploadLeft();
    }

    [Test]
    public async Task PutObject_CompleteSays200AndFails_IsAFailure()
    {
        _embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.ErrorInOk("InternalError"), Operation = EmbeddedOperation.CompleteMultipartUpload, Times = 10 });

        Assert.ThrowsAsync<S3ServerException>(() => _store.PutObjectAsync("bucket", "large", Unseekable(new byte[11 * MiB])));

        Assert.That(await _store.HeadObjectAsync("bucket", "large"), Is.Null);
        AssertNoUploadLeft();
    }

    [Test]
    public async Task PutObject_AnswerToCompleteIsLost_IsSettledByLooking()
    {
        _embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.LoseAnswer(), Operation = EmbeddedOperation.CompleteMultipartUpload, Times = 1 });
        byte[] bytes = RandomNumberGenerator.GetBytes(11 * MiB);

        PutObjectResult put = await _store.PutObjectAsync("bucket", "large", Unseekable(bytes));

        Assert.That(put.ETag, Is.EqualTo((await _store.HeadObjectAsync("bucket", "large"))!.ETag));
        Assert.That(await HashAsync("large"), Is.EqualTo(SHA256.HashData(bytes)));
    }

    [Test]
    public async Task PutObject_Cancelled_AbortsAndEndsAsCancelled()
    {
        EmbeddedFaultRule stall = _embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.Stall(), Operation = EmbeddedOperation.UploadPart, Skip = 1, Times = 100 });
        using var cancellation = new CancellationTokenSource();

        Task<PutObjectResult> put = _store.PutObjectAsync("bucket", "large", Unseekable(new byte[30 * MiB]), cancellationToken: cancellation.Token);
        await stall.Fired.WaitAsync(TimeSpan.FromSeconds(30));
        await cancellation.CancelAsync();

        Assert.That(async () => await put.WaitAsync(TimeSpan.FromSeconds(30)), Throws.InstanceOf<OperationCanceledException>());
        AssertNoUploadLeft();
    }

    [Test]
    public void PutObject_SourceThrows_ThrowsThatAndAborts()
    {
        Assert.ThrowsAsync<InvalidTimeZoneException>(() => _store.PutObjectAsync("bucket", "large", new ThrowingStream(7 * MiB)));

        AssertNoUploadLeft();
    }

    [Test]
    public async Task PutObject_ConditionNotHeld_FailsAtTheEndAndAborts()
    {
        await _store.PutObjectAsync("bucket", "large", new MemoryStream([1]));

        Assert.ThrowsAsync<S3PreconditionFailedException>(() =>
            _store.PutObjectAsync("bucket", "large", Unseekable(new byte[11 * MiB]), new PutObjectOptions { IfNoneMatch = "*" }));

        Assert.That((await _store.HeadObjectAsync("bucket", "large"))!.Size, Is.EqualTo(1));
        AssertNoUploadLeft();
    }

    private static UnseekableStream Unseekable(byte[] bytes) => new(new MemoryStream(bytes));

    private void AssertNoUploadLeft() => Assert.That(_embedded.Buckets["bucket"].Uploads, Is.Empty);

    private async Task<byte[]> HashAsync(string key)
    {
        await using GetObjectResult got = await _store.GetObjectAsync("bucket", key);
        return await SHA256.HashDataAsync(got.Content);
    }

    private sealed class ThrowingStream(int after) : MemoryStream(new byte[after])
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await base.ReadAsync(buffer, cancellationToken);
            return read == 0 ? throw new InvalidTimeZoneException() : read;
        }
    }
}
