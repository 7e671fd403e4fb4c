using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using S3Kit.Checksums;
using S3Kit.Embedded;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Transfers;

/// <summary>Downloads that are to be continued leave what they have, and the next one asks only for the rest.</summary>
public sealed class ContinuedDownloadTests
{
    private const int Part = 65536;
    private const int Parts = 11;
    private const int Size = (10 * Part) + 7;

    private static readonly string[] Left = ["file.s3kit-part", "file.s3kit-part.json"];

    private DownloadFolder _folder = null!;
    private EmbeddedScene _scene = null!;
    private byte[] _bytes = null!;

    [SetUp]
    public async Task SetUp()
    {
        _folder = new DownloadFolder();
        _scene = await EmbeddedScene.CreateAsync(options =>
        {
            options.Transfers.ParallelDownloadThreshold = 4 * Part;
            options.Transfers.DownloadPartSize = Part;
            options.Transfers.MaxConcurrentParts = 2;
        });
        _bytes = RandomNumberGenerator.GetBytes(Size);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _scene.DisposeAsync();
        _folder.Dispose();
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(6)]
    public async Task Download_AfterAFailure_AsksForTheRestOnly(int partsBefore)
    {
        await _scene.PutAsync(_bytes);
        Fail(partsBefore);
        int asked = _scene.Gets.Count;
        var progress = new ReportedProgress(_scene.Time);
        _scene.OnCall = () => _scene.Time.Advance(TimeSpan.FromMilliseconds(150));

        DownloadFileResult result = await DownloadAsync(new DownloadFileOptions { Resume = true, Progress = progress });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(_bytes));
            Assert.That(_folder.Files, Is.EqualTo(new[] { "file" }));
            Assert.That(_scene.Gets.Skip(asked).Select(call => call.Header("Range")), Is.All.Not.Null);
            Assert.That(_scene.Gets.Count - asked, Is.EqualTo(Parts - partsBefore));
            Assert.That((result.Size, result.ETag), Is.EqualTo(((long)Size, result.Info.ETag)));
            Assert.That((progress.Reports[^1].BytesTransferred, progress.Reports[^1].PartsCompleted), Is.EqualTo(((long)Size, Parts)));
            Assert.That(progress.Reports[0].BytesTransferred, Is.GreaterThan(partsBefore * Part), "What was there counts from the start.");
        }
    }

    [Test]
    public async Task Download_AfterAFailure_SaysWhatItHas()
    {
        string tag = await _scene.PutAsync(_bytes);
        Fail(3);

        using JsonDocument state = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder.At(Left[1])));

        JsonElement root = state.RootElement;
        Assert.That((root.GetProperty("bucket").GetString(), root.GetProperty("key").GetString(), root.GetProperty("eTag").GetString(), root.GetProperty("size").GetInt64()), Is.EqualTo((EmbeddedScene.Bucket, EmbeddedScene.Key, tag, (long)Size)));
        byte[] file = await File.ReadAllBytesAsync(_folder.At(Left[0]));
        Assert.That(file, Has.Length.EqualTo(Size));
        Assert.That(root.GetProperty("done").GetArrayLength(), Is.GreaterThan(0));
        foreach (JsonElement span in root.GetProperty("done").EnumerateArray())
        {
            int first = span.GetProperty("first").GetInt32();
            int end = span.GetProperty("end").GetInt32();
            Assert.That(file.AsSpan(first, end - first).SequenceEqual(_bytes.AsSpan(first, end - first)), Is.True);
        }
    }

    [Test]
    public async Task Download_ObjectWasOverwritten_StartsAnew()
    {
        await _scene.PutAsync(_bytes);
        Fail(3);
        byte[] other = RandomNumberGenerator.GetBytes(Size);
        await _scene.PutAsync(other);

        await DownloadAsync();

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(other));
        Assert.That(_folder.Files, Is.EqualTo(new[] { "file" }));
    }

    [Test]
    public async Task Download_ObjectIsSmallNow_LeavesNothingOfTheOldOne()
    {
        await _scene.PutAsync(_bytes);
        Fail(3);
        await _scene.PutAsync([1, 2, 3]);

        await DownloadAsync();

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(_folder.Files, Is.EqualTo(new[] { "file" }));
    }

    [Test]
    public async Task Download_ObjectIsGone_SaysSoAndLeavesNothing()
    {
        await _scene.PutAsync(_bytes);
        Fail(3);
        await _scene.Store.DeleteObjectAsync(EmbeddedScene.Bucket, EmbeddedScene.Key);

        Assert.ThrowsAsync<S3NotFoundException>(() => DownloadAsync());

        Assert.That(_folder.Files, Is.Empty);
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("{}")]
    [TestCase("null")]
    [TestCase("other key")]
    [TestCase("other format")]
    [TestCase("beyond the end")]
    [TestCase("other length")]
    [TestCase("gone")]
    public async Task Download_WhatIsLeftIsNotToBeTrusted_StartsAnew(string how)
    {
        await _scene.PutAsync(_bytes);
        Fail(3);
        string state = _folder.At(Left[1]);
        string text = await File.ReadAllTextAsync(state);
        switch (how)
        {
            case "other key":
                await File.WriteAllTextAsync(state, text.Replace("\"key\":\"key\"", "\"key\":\"lock\"", StringComparison.Ordinal));
                break;
            case "other format":
                await File.WriteAllTextAsync(state, text.Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal));
                break;
            case "beyond the end":
                await File.WriteAllTextAsync(state, text.Replace("\"done\":[", "\"done\":[{\"first\":0,\"end\":9999999},", StringComparison.Ordinal));
                break;
            case "other length":
                await File.WriteAllTextAsync(_folder.At(Left[0]), "short");
                break;
            case "gone":
                File.Delete(_folder.At(Left[0]));
                break;
            default:
                await File.WriteAllTextAsync(state, how);
                break;
        }

        int asked = _scene.Gets.Count;
        await DownloadAsync();

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(_bytes));
        Assert.That(_folder.Files, Is.EqualTo(new[] { "file" }));
        Assert.That(_scene.Gets[asked].Header("Range"), Is.Null);
    }

    [Test]
    public async Task Download_KilledOnTheWay_ContinuesWithWhatWasNoted()
    {
        await _scene.PutAsync(_bytes);
        Task never = new TaskCompletionSource().Task;
        _scene.Fault(EmbeddedFault.TruncateBody((2 * Part) + 5));
        EmbeddedFaultRule[] held = [_scene.Fault(EmbeddedFault.Hold(never), skip: 1), _scene.Fault(EmbeddedFault.Hold(never), times: null, skip: 2)];
        using var cancellation = new CancellationTokenSource();

        // The clock goes on, so that the first part at least is noted; the process then ends without another word.
        _scene.OnCall = () => _scene.Time.Advance(TimeSpan.FromSeconds(2));
        var options = new DownloadFileOptions { Resume = true };
        Task<DownloadFileResult> download = _scene.Store.DownloadFileAsync(EmbeddedScene.Bucket, EmbeddedScene.Key, _folder.Target, options, cancellation.Token);
        await Task.WhenAll(held[0].Fired, held[1].Fired).Soon();
        _scene.OnCall = null;
        byte[] noted = await File.ReadAllBytesAsync(_folder.At(Left[1]));
        await cancellation.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(() => download.Soon());
        await File.WriteAllBytesAsync(_folder.At(Left[1]), noted);
        _scene.Embedded.Faults.Clear();
        int asked = _scene.Gets.Count;

        await DownloadAsync();

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(_bytes));
        Assert.That(_scene.Gets.Count - asked, Is.LessThan(Parts).And.GreaterThanOrEqualTo(Parts - 2));
        Assert.That(_scene.Gets.Skip(asked).Select(call => call.Header("Range")), Is.All.Not.Null);
    }

    [Test]
    public async Task Download_BytesOnTheDiskWereChanged_IsFoundOutByTheChecksum()
    {
        ChecksumFormat format = ChecksumFormat.Of(ChecksumAlgorithm.Crc64Nvme)!;
        await _scene.PutAsync(_bytes, format.Header, format.Compute(_bytes));
        Fail(3);
        byte[] part = await File.ReadAllBytesAsync(_folder.At(Left[0]));
        using (JsonDocument state = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder.At(Left[1]))))
        {
            part[state.RootElement.GetProperty("done")[0].GetProperty("first").GetInt32()] ^= 1;
        }

        await File.WriteAllBytesAsync(_folder.At(Left[0]), part);

        Assert.ThrowsAsync<S3IntegrityException>(() => DownloadAsync());

        Assert.That(_folder.Files, Is.Empty, "What is wrong is not continued for ever.");
    }

    [Test]
    public async Task Download_WithChecksum_ContinuesToo()
    {
        ChecksumFormat format = ChecksumFormat.Of(ChecksumAlgorithm.Sha256)!;
        await _scene.PutAsync(_bytes, format.Header, format.Compute(_bytes));
        Fail(3);

        await DownloadAsync();

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(_bytes));
    }

    [Test]
    public async Task Download_NothingHasArrived_LeavesNothing()
    {
        await _scene.PutAsync(_bytes);
        _scene.Fault(EmbeddedFault.ResetInBody(0), times: null);

        Assert.ThrowsAsync<S3NetworkException>(() => DownloadAsync(path: _folder.At("new", "file")));

        Assert.That(_folder.Files, Is.Empty);
    }

    [Test]
    public async Task Download_ObjectIsOverwrittenMeanwhile_LeavesNothing()
    {
        await _scene.PutAsync(_bytes);
        var gate = new TaskCompletionSource();
        _scene.Fault(EmbeddedFault.TruncateBody((2 * Part) + 5));
        EmbeddedFaultRule held = _scene.Fault(EmbeddedFault.Hold(gate.Task), times: null, skip: 1);

        Task<DownloadFileResult> download = DownloadAsync();
        await held.Fired.Soon();
        await _scene.PutAsync(RandomNumberGenerator.GetBytes(Size));
        gate.SetResult();

        Assert.ThrowsAsync<S3PreconditionFailedException>(() => download);
        Assert.That(_folder.Files, Is.Empty);
    }

    [Test]
    public async Task Download_AnotherIsAtIt_IsRefused()
    {
        await _scene.PutAsync(_bytes);
        var gate = new TaskCompletionSource();
        EmbeddedFaultRule held = _scene.Fault(EmbeddedFault.Hold(gate.Task), skip: 1);
        Task<DownloadFileResult> first = DownloadAsync();
        await held.Fired.Soon();

        Assert.CatchAsync<IOException>(() => DownloadAsync());

        gate.SetResult();
        await first;
        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(_bytes));
    }

    [Test]
    public async Task Download_NameIsTheLongestThereIs_Continues()
    {
        string path = _folder.At(new string('n', 255));
        await _scene.PutAsync(_bytes);
        Fail(3, path);
        int asked = _scene.Gets.Count;

        await DownloadAsync(path: path);

        Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(_bytes));
        Assert.That(_scene.Gets.Count - asked, Is.LessThan(Parts));
    }

    [Test]
    public async Task Download_WithoutResume_TakesNoNoticeOfWhatIsLeft()
    {
        await _scene.PutAsync(_bytes);
        Fail(3);

        await DownloadAsync(new DownloadFileOptions());

        Assert.That(await File.ReadAllBytesAsync(_folder.Target), Is.EqualTo(_bytes));
        Assert.That(_folder.Files, Is.EqualTo((string[])["file", .. Left]));
    }

    [Test]
    public void Download_Range_IsRefused()
    {
        Assert.ThrowsAsync<ArgumentException>(() => DownloadAsync(new DownloadFileOptions { Resume = true, Range = ByteRange.From(1) }));
        Assert.That(_scene.Gets, Is.Empty);
    }

    /// <summary>A download that ends when so many parts have come, whoever of its two readers is quicker.</summary>
    private void Fail(int partsBefore, string? path = null)
    {
        EmbeddedFaultRule[] rules =
        [
            _scene.Fault(EmbeddedFault.TruncateBody((partsBefore * Part) + 5)),
            _scene.Fault(EmbeddedFault.Hold(new TaskCompletionSource().Task), skip: 1),
            _scene.Fault(EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), times: null, skip: 2),
        ];
        Assert.ThrowsAsync<S3AccessDeniedException>(() => DownloadAsync(path: path));
        Array.ForEach(rules, _scene.Embedded.Faults.Remove);
        Assert.That(_folder.Files.Count(), Is.EqualTo(2));
    }

    private Task<DownloadFileResult> DownloadAsync(DownloadFileOptions? options = null, string? path = null) =>
        _scene.Store.DownloadFileAsync(EmbeddedScene.Bucket, EmbeddedScene.Key, path ?? _folder.Target, options ?? new DownloadFileOptions { Resume = true }).Soon();
}
