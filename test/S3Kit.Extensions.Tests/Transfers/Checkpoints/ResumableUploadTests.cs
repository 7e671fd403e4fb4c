using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using S3Kit.Diagnostics;
using S3Kit.Embedded;

namespace S3Kit.Tests.Transfers.Checkpoints;

/// <summary>Uploads that break off and are gone on with, by another process as it were: each run has an app of its own over the same store and folder.</summary>
public sealed class ResumableUploadTests
{
    private const int MiB = UploadApp.MiB;
    private const int Size = 32 * MiB;
    private const int Parts = 7;

    private string _folder = null!;
    private UploadApp _app = null!;

    private string FilePath => Path.Combine(_folder, "file");

    private string CheckpointFolder => Path.Combine(_folder, "checkpoints");

    private string CheckpointPath => Directory.GetFiles(CheckpointFolder, "*.json").Single();

    [SetUp]
    public async Task SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("s3kit-test-").FullName;
        _app = await UploadApp.StartAsync();
        await File.WriteAllBytesAsync(FilePath, PatternStream.Bytes(0, Size));
    }

    [TearDown]
    public async Task TearDown()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Upload_Uninterrupted_LeavesNoCheckpoint()
    {
        PutObjectResult put = await UploadAsync(_app);

        Assert.That((put.Size, Directory.GetFiles(CheckpointFolder)), Is.EqualTo(((long)Size, Array.Empty<string>())));
        await _app.AssertStoredAsync("key", PatternStream.Bytes(0, Size));
    }

    [Test]
    public async Task Upload_ThatWasCancelled_GoesOnWithTheSameUpload()
    {
        await BreakOffAsync(after: 3);
        string upload = _app.Bucket.Uploads.Keys.Single();
        var progress = new ProgressLog();
        await using var next = new UploadApp(_app.Embedded);
        EmbeddedFaultRule begins = next.Count(EmbeddedOperation.CreateMultipartUpload);
        EmbeddedFaultRule parts = next.Count(EmbeddedOperation.UploadPart);

        await UploadAsync(next, options => options with { Progress = progress });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(upload, Is.Not.Empty);
            Assert.That((begins.FiredCount, parts.FiredCount), Is.EqualTo((0, Parts - 3)));
            Assert.That(progress.Reports[^1].BytesTransferred, Is.EqualTo(Size));
            Assert.That((progress.Reports[^1].PartsCompleted, progress.Reports[^1].TotalParts), Is.EqualTo((Parts, (int?)Parts)));
            Assert.That(Directory.GetFiles(CheckpointFolder), Is.Empty);
            Assert.That(next.Logs.Fake.Collector.GetSnapshot().Select(log => (log.Level, log.Id.Id)), Is.EqualTo(new[] { (LogLevel.Information, EventIds.UploadResumed) }));
        }

        await next.AssertStoredAsync("key", PatternStream.Bytes(0, Size));
        Assert.That(next.Buffers.Peak, Is.LessThanOrEqualTo(2 * UploadApp.PartSize));
    }

    [Test]
    public async Task Upload_ThatFailed_KeepsItsPartsAndGoesOn()
    {
        EmbeddedFaultRule refuse = _app.Break(EmbeddedOperation.CompleteMultipartUpload, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"));
        Assert.ThrowsAsync<S3AccessDeniedException>(() => UploadAsync(_app));
        Assert.That(_app.Bucket.Uploads.Values.Single().Parts, Has.Count.EqualTo(Parts));
        _app.Embedded.Faults.Remove(refuse);
        EmbeddedFaultRule parts = _app.Count(EmbeddedOperation.UploadPart);

        await UploadAsync(_app);

        Assert.That(parts.FiredCount, Is.Zero, "Nothing was missing but the end.");
        await _app.AssertStoredAsync("key", PatternStream.Bytes(0, Size));
    }

    [Test]
    public async Task Upload_NotedPartsAreLost_KnowsThemByTheirMd5()
    {
        await BreakOffAsync(after: 3);
        EditCheckpoint(checkpoint => checkpoint["parts"] = new JsonArray());
        EmbeddedFaultRule parts = _app.Count(EmbeddedOperation.UploadPart);

        await UploadAsync(_app);

        Assert.That(parts.FiredCount, Is.EqualTo(Parts - 3));
        await _app.AssertStoredAsync("key", PatternStream.Bytes(0, Size));
    }

    [Test]
    public async Task Upload_APartHasOtherBytes_IsSentAgain()
    {
        await BreakOffAsync(after: 3);
        DateTime time = File.GetLastWriteTimeUtc(FilePath);
        byte[] changed = PatternStream.Bytes(0, Size);
        changed[7 * MiB] ^= 1;
        await File.WriteAllBytesAsync(FilePath, changed);
        File.SetLastWriteTimeUtc(FilePath, time);
        EmbeddedFaultRule parts = _app.Count(EmbeddedOperation.UploadPart);

        await UploadAsync(_app);

        Assert.That(parts.FiredCount, Is.EqualTo(Parts - 2), "Length and time say it is the same file; the second part says otherwise.");
        await _app.AssertStoredAsync("key", changed);
    }

    [TestCase("time")]
    [TestCase("length")]
    [TestCase("options")]
    [TestCase("metadata")]
    [TestCase("checksum")]
    [TestCase("key")]
    [TestCase("small")]
    public async Task Upload_NotTheSameAsBefore_AbortsTheOldOneAndStartsAnew(string what)
    {
        await BreakOffAsync(after: 3, name: "mine");
        string key = what == "key" ? "other" : "key";
        int size = what switch { "length" => Size + 1, "small" => 100, _ => Size };
        if (what == "time")
        {
            File.SetLastWriteTimeUtc(FilePath, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }
        else if (size != Size)
        {
            await File.WriteAllBytesAsync(FilePath, PatternStream.Bytes(0, size));
        }

        EmbeddedFaultRule parts = _app.Count(EmbeddedOperation.UploadPart);
        EmbeddedFaultRule aborts = _app.Count(EmbeddedOperation.AbortMultipartUpload);

        UploadFileOptions options = Options() with { ResumeKey = "mine" };
        await _app.Store.UploadFileAsync(FilePath, "bucket", key, what switch
        {
            "options" => options with { ContentType = "a/b" },
            "metadata" => options with { Metadata = new Dictionary<string, string> { ["a"] = "b" } },
            "checksum" => options with { ChecksumAlgorithm = ChecksumAlgorithm.Crc32 },
            _ => options,
        });

        Assert.That((parts.FiredCount, aborts.FiredCount), Is.EqualTo((what == "small" ? 0 : Parts, 1)));
        AssertWarned();
        await _app.AssertStoredAsync(key, PatternStream.Bytes(0, size));
        Assert.That(Directory.GetFiles(CheckpointFolder), Is.Empty);
    }

    [Test]
    public async Task Upload_StoreHasForgottenIt_StartsAnew()
    {
        await BreakOffAsync(after: 3);
        await _app.Store.AbortStaleUploadsAsync("bucket", TimeSpan.Zero);
        EmbeddedFaultRule parts = _app.Count(EmbeddedOperation.UploadPart);

        await UploadAsync(_app);

        Assert.That(parts.FiredCount, Is.EqualTo(Parts));
        AssertWarned();
        await _app.AssertStoredAsync("key", PatternStream.Bytes(0, Size));
    }

    [TestCase("")]
    [TestCase("no JSON")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"version":2}""")]
    [TestCase("""{"version":1,"bucket":"bucket","key":"key","uploadId":"","endpoint":"e","fileLength":1,"fileLastWrite":"2026-01-01T00:00:00Z","partSize":1,"options":"","parts":[]}""")]
    public async Task Upload_CheckpointIsDamaged_StartsAnewAndWarns(string content)
    {
        await BreakOffAsync(after: 3);
        await File.WriteAllTextAsync(CheckpointPath, content);
        EmbeddedFaultRule parts = _app.Count(EmbeddedOperation.UploadPart);

        await UploadAsync(_app);

        Assert.That(parts.FiredCount, Is.EqualTo(Parts));
        AssertWarned();
        Assert.That(await _app.ReadAsync("key"), Is.EqualTo(PatternStream.Bytes(0, Size)));
        Assert.That(_app.Bucket.Uploads, Has.Count.EqualTo(1), "Which upload it was nobody knows any more: it is left to the sweeper.");
    }

    [Test]
    public async Task Upload_OtherPartSizeIsConfiguredNow_GoesOnWithTheOldOne()
    {
        await BreakOffAsync(after: 3);
        await using var next = new UploadApp(_app.Embedded, options => options.Transfers.PartSize = 6 * MiB);
        EmbeddedFaultRule parts = next.Count(EmbeddedOperation.UploadPart);

        await UploadAsync(next);

        Assert.That(parts.FiredCount, Is.EqualTo(Parts - 3));
        await next.AssertStoredAsync("key", PatternStream.Bytes(0, Size));
    }

    [TestCase(ChecksumAlgorithm.Crc32C)]
    [TestCase(ChecksumAlgorithm.Crc64Nvme)]
    public async Task Upload_WithChecksums_HasThoseOfAllParts(ChecksumAlgorithm algorithm)
    {
        await BreakOffAsync(after: 3, algorithm);

        await UploadAsync(_app, options => options with { ChecksumAlgorithm = algorithm });

        Assert.That(_app.Bucket.Current("key")!.Checksum!.Algorithm.Algorithm, Is.EqualTo(algorithm));
        await _app.AssertStoredAsync("key", PatternStream.Bytes(0, Size));
    }

    [Test]
    public async Task Upload_FileChangesMeanwhile_StoresNothing()
    {
        var gate = new TaskCompletionSource();
        EmbeddedFaultRule last = _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.Hold(gate.Task), skip: Parts - 1);
        Task<PutObjectResult> upload = UploadAsync(_app);
        await last.Fired;
        File.SetLastWriteTimeUtc(FilePath, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        gate.SetResult();

        Assert.ThrowsAsync<S3IntegrityException>(() => upload);

        await _app.AssertNotStoredAsync("key");
        Assert.That(Directory.GetFiles(CheckpointFolder), Is.Empty);
    }

    [Test]
    public async Task Upload_FileChangesMeanwhileWithoutCheckpoints_StoresNothing()
    {
        var gate = new TaskCompletionSource();
        EmbeddedFaultRule last = _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.Hold(gate.Task), skip: Parts - 1);
        Task<PutObjectResult> upload = _app.Store.UploadFileAsync(FilePath, "bucket", "key");
        await last.Fired;
        File.SetLastWriteTimeUtc(FilePath, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        gate.SetResult();

        Assert.ThrowsAsync<S3IntegrityException>(() => upload);

        await _app.AssertNotStoredAsync("key");
    }

    [Test]
    public async Task Upload_TwiceAtATime_FailsTheSecond()
    {
        var gate = new TaskCompletionSource();
        EmbeddedFaultRule held = _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.Hold(gate.Task));
        Task<PutObjectResult> first = UploadAsync(_app);
        await held.Fired;
        await using var other = new UploadApp(_app.Embedded);

        IOException? error = Assert.ThrowsAsync<IOException>(() => UploadAsync(other));

        Assert.That(error!.Message, Does.Contain("under way already"));
        gate.SetResult();
        await first;
        await _app.AssertStoredAsync("key", PatternStream.Bytes(0, Size));
    }

    [Test]
    public async Task Checkpoint_OfAnUpload_HoldsNoSecrets()
    {
        await BreakOffAsync(after: 3);

        string text = await File.ReadAllTextAsync(CheckpointPath);

        JsonNode checkpoint = JsonNode.Parse(text)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                checkpoint.AsObject().Select(static property => property.Key),
                Is.EquivalentTo(new[] { "version", "bucket", "key", "uploadId", "endpoint", "fileLength", "fileLastWrite", "partSize", "options", "parts" }));
            Assert.That((string?)checkpoint["uploadId"], Is.EqualTo(_app.Bucket.Uploads.Keys.Single()));
            Assert.That(checkpoint["parts"]!.AsArray(), Has.Count.EqualTo(3));
            Assert.That(text, Does.Not.Contain("Signature").And.Not.Contain("Secret").And.Not.Contain("AccessKey"));
        }
    }

    [Test]
    public void Upload_ResumeKeyWithoutCheckpoints_IsRefused() =>
        Assert.ThrowsAsync<ArgumentException>(() => _app.Store.UploadFileAsync(FilePath, "bucket", "key", new UploadFileOptions { ResumeKey = "name" }));

    [Test]
    public async Task Upload_WithAResumeKey_IsFoundFromAnotherPath()
    {
        await BreakOffAsync(after: 3, name: "mine");
        string moved = Path.Combine(_folder, "moved");
        File.Move(FilePath, moved);
        EmbeddedFaultRule parts = _app.Count(EmbeddedOperation.UploadPart);

        await _app.Store.UploadFileAsync(moved, "bucket", "key", Options() with { ResumeKey = "mine" });

        Assert.That(parts.FiredCount, Is.EqualTo(Parts - 3));
    }

    private UploadFileOptions Options() => new() { Checkpoints = new FileUploadCheckpointStore(CheckpointFolder) };

    private Task<PutObjectResult> UploadAsync(UploadApp app, Func<UploadFileOptions, UploadFileOptions>? change = null) =>
        app.Store.UploadFileAsync(FilePath, "bucket", "key", change?.Invoke(Options()) ?? Options());

    /// <summary>Begins the upload and cancels it when the store has so many parts, and no more.</summary>
    private async Task BreakOffAsync(int after, ChecksumAlgorithm algorithm = ChecksumAlgorithm.None, string? name = null)
    {
        using var cancellation = new CancellationTokenSource();
        EmbeddedFaultRule stall = _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.Stall(), skip: after);
        EmbeddedFaultRule second = _app.Count(EmbeddedOperation.UploadPart, skip: after + 1);
        Task<PutObjectResult> upload = _app.Store.UploadFileAsync(
            FilePath, "bucket", "key", Options() with { ChecksumAlgorithm = algorithm, ResumeKey = name }, cancellation.Token);

        // With two at a time, both stalled: all before them are stored, and nothing is read.
        await second.Fired;
        await cancellation.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(() => upload);
        _app.Embedded.Faults.Remove(stall);
        Assert.That(_app.Bucket.Uploads.Values.Single().Parts, Has.Count.EqualTo(after));
        Assert.That(_app.Buffers.Rented, Is.Zero);
    }

    private void EditCheckpoint(Action<JsonNode> change)
    {
        JsonNode checkpoint = JsonNode.Parse(File.ReadAllText(CheckpointPath))!;
        change(checkpoint);
        File.WriteAllText(CheckpointPath, checkpoint.ToJsonString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private void AssertWarned() =>
        Assert.That(_app.Logs.Fake.Collector.GetSnapshot().Select(log => (log.Level, log.Id.Id)), Has.Member((LogLevel.Warning, EventIds.UploadStartedAnew)));
}
