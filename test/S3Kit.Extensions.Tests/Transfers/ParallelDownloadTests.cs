using System.Net;
using System.Security.Cryptography;
using S3Kit.Checksums;
using S3Kit.Embedded;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Transfers;

/// <summary>Large objects are downloaded to files in parts, several at a time.</summary>
public sealed class ParallelDownloadTests
{
    private const int Part = 65536;
    private const int Threshold = 4 * Part;
    private const int Large = (10 * Part) + 7;

    private DownloadFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new DownloadFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(Part)]
    [TestCase(Threshold - 1)]
    public async Task Download_BelowTheThreshold_IsOneRequest(int size)
    {
        await using EmbeddedScene scene = await SceneAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(size);
        await scene.PutAsync(bytes);

        DownloadFileResult result = await DownloadAsync(scene);

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(bytes));
        Assert.That(result.Size, Is.EqualTo(size));
        Assert.That(scene.Gets, Has.Count.EqualTo(1));
        Assert.That(scene.Calls.Where(call => call.Method == "HEAD"), Is.Empty);
    }

    [TestCase(Threshold, 1)]
    [TestCase(Threshold, 4)]
    [TestCase(Threshold + 1, 4)]
    [TestCase(Large, 2)]
    [TestCase(Large, 4)]
    [TestCase(Large, 64)]
    public async Task Download_Large_BringsEveryByteToItsPlace(int size, int readers)
    {
        await using EmbeddedScene scene = await SceneAsync(options => options.Transfers.MaxConcurrentParts = readers);
        byte[] bytes = RandomNumberGenerator.GetBytes(size);
        string tag = await scene.PutAsync(bytes);

        DownloadFileResult result = await DownloadAsync(scene);

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(bytes));
        Assert.That((result.Size, result.ETag, result.FilePath), Is.EqualTo(((long)size, tag, _folder.Target)));
        Assert.That(_folder.Files, Is.EqualTo(new[] { "file" }));
        Assert.That(scene.Gets, Has.Count.LessThanOrEqualTo((size + Part - 1) / Part));
        Assert.That(scene.Gets[0].Header("Range"), Is.Null);
        Assert.That(scene.Gets.Skip(1).Select(call => call.Header("If-Match")), Is.All.EqualTo($"\"{tag}\""));
        Assert.That(scene.Gets.Skip(1).Select(call => call.Header("Range")), Is.All.Not.Null);
        Assert.That(scene.Gets.Skip(1).Select(call => call.Header("Range")), Is.Unique);
        Assert.That((scene.Snapshot("a").InFlightRequests, scene.Snapshot("b").InFlightRequests), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Download_PartsComeOutOfOrder_EachIsAtItsPlace()
    {
        await using EmbeddedScene scene = await SceneAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(Large);
        await scene.PutAsync(bytes);
        var gate = new TaskCompletionSource();
        EmbeddedFaultRule held = scene.Fault(EmbeddedFault.Hold(gate.Task), skip: 2);

        Task<DownloadFileResult> download = DownloadAsync(scene);
        await held.Fired.Soon();
        gate.SetResult();
        await download.Soon();

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(bytes));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Download_ConnectionsDrop_PartsGoOn(bool everywhere)
    {
        await using EmbeddedScene scene = await SceneAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(Large);
        await scene.PutAsync(bytes);
        scene.Fault(EmbeddedFault.TruncateBody(20_000), times: everywhere ? null : 3, endpoint: everywhere ? null : "a");

        await DownloadAsync(scene);

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(bytes));
    }

    [Test]
    public async Task Download_AllConnectionsToTheOnlyEndpointDropAtOnce_ItsBreakerStaysClosed()
    {
        await using EmbeddedScene scene = await SceneAsync(options => options.CircuitBreaker.Threshold = 2, "a");
        byte[] bytes = RandomNumberGenerator.GetBytes(Large);
        await scene.PutAsync(bytes);
        scene.Fault(EmbeddedFault.ResetInBody(20_000), times: 4);

        await DownloadAsync(scene);

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(bytes));
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task Download_OnePartIsRefused_FailsAndLeavesNothing()
    {
        await using EmbeddedScene scene = await SceneAsync();
        await scene.PutAsync(new byte[Large]);
        scene.Fault(EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), skip: 2);
        var progress = new ReportedProgress(scene.Time);

        Assert.ThrowsAsync<S3AccessDeniedException>(() => DownloadAsync(scene, new DownloadFileOptions { Progress = progress }, _folder.At("new", "below", "file")));

        Assert.That(_folder.Files, Is.Empty, "The folders that were made are taken back.");
        Assert.That(progress.Reports.Select(report => report.BytesTransferred), Is.All.LessThan(Large));
        Assert.That((scene.Snapshot("a").InFlightRequests, scene.Snapshot("b").InFlightRequests), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Download_FolderThatWasThere_StaysWhenItFails()
    {
        await using EmbeddedScene scene = await SceneAsync();
        await scene.PutAsync(new byte[Large]);
        scene.Fault(EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), skip: 2);
        Directory.CreateDirectory(_folder.At("old"));

        Assert.ThrowsAsync<S3AccessDeniedException>(() => DownloadAsync(scene, null, _folder.At("old", "new", "file")));

        Assert.That(_folder.Files, Is.EqualTo(new[] { "old" }));
    }

    [Test]
    public async Task Download_ObjectIsOverwrittenMeanwhile_SaysSoAndLeavesTheOldFile()
    {
        await using EmbeddedScene scene = await SceneAsync();
        await scene.PutAsync(new byte[Large]);
        await File.WriteAllTextAsync(_folder.Target, "before");
        var gate = new TaskCompletionSource();
        EmbeddedFaultRule held = scene.Fault(EmbeddedFault.Hold(gate.Task), times: null, skip: 1);

        Task<DownloadFileResult> download = DownloadAsync(scene);
        await held.Fired.Soon();
        await scene.PutAsync(RandomNumberGenerator.GetBytes(Large));
        gate.SetResult();

        S3PreconditionFailedException? error = Assert.ThrowsAsync<S3PreconditionFailedException>(() => download.Soon());
        Assert.That(error!.Message, Does.Contain("was changed while it was read"));
        Assert.That(await File.ReadAllTextAsync(_folder.Target), Is.EqualTo("before"));
        Assert.That(_folder.Files, Is.EqualTo(new[] { "file" }));
    }

    [Test]
    public async Task Download_Cancelled_EndsAtOnceAndLeavesNothing()
    {
        await using EmbeddedScene scene = await SceneAsync();
        await scene.PutAsync(new byte[Large]);
        EmbeddedFaultRule held = scene.Fault(EmbeddedFault.Stall(), times: null, skip: 1);
        using var cancellation = new CancellationTokenSource();

        Task<DownloadFileResult> download = scene.Store.DownloadFileAsync(EmbeddedScene.Bucket, EmbeddedScene.Key, _folder.Target, cancellationToken: cancellation.Token);
        await held.Fired.Soon();
        await cancellation.CancelAsync();

        OperationCanceledException? error = Assert.CatchAsync<OperationCanceledException>(() => download.Soon());
        Assert.That(error!.CancellationToken, Is.EqualTo(cancellation.Token));
        Assert.That(_folder.Files, Is.Empty);
        Assert.That((scene.Snapshot("a").InFlightRequests, scene.Snapshot("b").InFlightRequests), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Download_StoreKnowsNoRanges_TheFirstAnswerBringsItAll()
    {
        await using EmbeddedScene scene = await SceneAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(Large);
        await scene.PutAsync(bytes);
        scene.IgnoresRanges = true;

        await DownloadAsync(scene);

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(bytes));
    }

    [Test]
    public async Task Download_Checksum_IsChecked(
        [Values(ChecksumAlgorithm.Crc32, ChecksumAlgorithm.Crc32C, ChecksumAlgorithm.Crc64Nvme, ChecksumAlgorithm.Sha1, ChecksumAlgorithm.Sha256)] ChecksumAlgorithm algorithm, [Values] bool isCorrupt)
    {
        await using EmbeddedScene scene = await SceneAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(Large);
        ChecksumFormat format = ChecksumFormat.Of(algorithm)!;
        await scene.PutAsync(bytes, format.Header, format.Compute(bytes));
        if (isCorrupt)
        {
            scene.Fault(EmbeddedFault.CorruptByte(3), skip: 1);
            Assert.ThrowsAsync<S3IntegrityException>(() => DownloadAsync(scene));
            Assert.That(_folder.Files, Is.Empty);
        }
        else
        {
            await DownloadAsync(scene);
            Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(bytes));
        }
    }

    [Test]
    public async Task Download_VerifyETag_IsChecked()
    {
        await using EmbeddedScene scene = await SceneAsync();
        await scene.PutAsync(RandomNumberGenerator.GetBytes(Large));
        scene.Fault(EmbeddedFault.CorruptByte(3), skip: 1);

        Assert.ThrowsAsync<S3IntegrityException>(() => DownloadAsync(scene, new DownloadFileOptions { VerifyETag = true }));

        Assert.That(_folder.Files, Is.Empty);
    }

    [Test]
    public async Task Download_ConditionDoesNotHold_LeavesNothing()
    {
        await using EmbeddedScene scene = await SceneAsync();
        string tag = await scene.PutAsync(new byte[Large]);

        Assert.ThrowsAsync<S3NotModifiedException>(() => DownloadAsync(scene, new DownloadFileOptions { IfNoneMatch = tag }, _folder.At("new", "file")));
        Assert.ThrowsAsync<S3PreconditionFailedException>(() => DownloadAsync(scene, new DownloadFileOptions { IfMatch = "other" }, _folder.At("new", "file")));

        Assert.That(_folder.Files, Is.Empty);
    }

    [Test]
    public async Task Download_ConditionsHold_AreNotInTheWayOfTheParts()
    {
        await using EmbeddedScene scene = await SceneAsync();
        string tag = await scene.PutAsync(new byte[Large]);

        await DownloadAsync(scene, new DownloadFileOptions { IfMatch = tag, IfNoneMatch = "other" });

        Assert.That(new FileInfo(_folder.Target).Length, Is.EqualTo(Large));
    }

    [Test]
    public async Task Download_Range_IsOneRequest()
    {
        await using EmbeddedScene scene = await SceneAsync();
        byte[] bytes = RandomNumberGenerator.GetBytes(Large);
        await scene.PutAsync(bytes);

        DownloadFileResult result = await DownloadAsync(scene, new DownloadFileOptions { Range = ByteRange.From(7) });

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(bytes[7..]));
        Assert.That(result.Size, Is.EqualTo(Large - 7));
        Assert.That(scene.Gets, Has.Count.EqualTo(1));
    }

    [TestCase(100, 1)]
    [TestCase(Large, 11)]
    public async Task Download_Progress_NeverGoesBackAndEndsExactly(int size, int parts)
    {
        await using EmbeddedScene scene = await SceneAsync();
        await scene.PutAsync(new byte[size]);
        scene.Fault(EmbeddedFault.TruncateBody(40));
        var progress = new ReportedProgress(scene.Time);
        scene.OnCall = () => scene.Time.Advance(TimeSpan.FromMilliseconds(150));

        await DownloadAsync(scene, new DownloadFileOptions { Progress = progress });

        TransferProgress last = progress.Reports[^1];
        Assert.That((last.BytesTransferred, last.TotalBytes, last.PartsCompleted, last.TotalParts), Is.EqualTo(((long)size, (long?)size, parts, (int?)parts)));
        Assert.That(progress.Reports.Select(report => report.BytesTransferred), Is.Ordered);
        Assert.That(progress.Reports.SkipLast(1), Has.All.Matches<TransferProgress>(report => report.BytesTransferred < size && report.PartsCompleted < parts));
        Assert.That(progress.Reports, Has.Count.GreaterThan(size == Large ? 1 : 0));
    }

    [Test]
    public async Task Download_QueueIsFullAndRejects_PartsAreTaken()
    {
        await using EmbeddedScene scene = await SceneAsync(options =>
        {
            options.QueueSize = 1;
            options.QueueFullMode = QueueFullMode.Reject;
            options.MaxConcurrentRequests = 1;
            options.Transfers.MaxConcurrentParts = 8;
        });
        await scene.PutAsync(new byte[Large]);

        await DownloadAsync(scene);

        Assert.That(new FileInfo(_folder.Target).Length, Is.EqualTo(Large));
    }

    private static Task<EmbeddedScene> SceneAsync(Action<S3KitOptions>? configure = null, params string[] endpoints) => EmbeddedScene.CreateAsync(
        options =>
        {
            options.Transfers.ParallelDownloadThreshold = Threshold;
            options.Transfers.DownloadPartSize = Part;
            configure?.Invoke(options);
        },
        endpoints);

    private Task<DownloadFileResult> DownloadAsync(EmbeddedScene scene, DownloadFileOptions? options = null, string? path = null) =>
        scene.Store.DownloadFileAsync(EmbeddedScene.Bucket, EmbeddedScene.Key, path ?? _folder.Target, options).Soon();
}
