using System.Net;
using S3Kit.Embedded;

namespace S3Kit.Tests.Transfers;

/// <summary>What an upload tells of how far it has come, whichever way it is made.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UploadProgressTests
{
    private const int MiB = UploadApp.MiB;

    private readonly ProgressLog _progress = new();
    private UploadApp _app = null!;

    [SetUp]
    public async Task SetUp() => _app = await UploadApp.StartAsync();

    [TearDown]
    public async Task TearDown() => await _app.DisposeAsync();

    [TestCase(0, 1)]
    [TestCase(100, 1)]
    [TestCase(12 * MiB, 3)]
    public async Task PutObject_Done_EndsWithAllOfIt(int size, int parts)
    {
        await _app.Store.PutObjectAsync("bucket", "key", Source(size, canSeek: true), new PutObjectOptions { Progress = _progress });

        AssertRising();
        TransferProgress last = _progress.Reports[^1];
        Assert.That(
            (last.BytesTransferred, last.TotalBytes, last.PartsCompleted, last.TotalParts), Is.EqualTo(((long)size, (long?)size, parts, (int?)parts)));
    }

    [Test]
    public async Task PutObject_TimeGoesBy_IsToldMeanwhile()
    {
        await _app.Store.PutObjectAsync("bucket", "key", Source(30 * MiB, canSeek: true), new PutObjectOptions { Progress = _progress });

        AssertRising();
        Assert.That(_progress.Reports, Has.Count.GreaterThan(2));
        Assert.That(_progress.Reports, Has.All.Matches<TransferProgress>(static report => report is { TotalBytes: 30 * MiB, TotalParts: 6 }));
        Assert.That(_progress.Reports[1].BytesPerSecond, Is.GreaterThan(0));
    }

    [Test]
    public async Task PutObject_UnknownLength_TellsTheTotalAtTheEnd()
    {
        await _app.Store.PutObjectAsync("bucket", "key", Source(22 * MiB, canSeek: false), new PutObjectOptions { Progress = _progress });

        AssertRising();
        Assert.That(_progress.Reports[0].TotalBytes, Is.Null);
        Assert.That(_progress.Reports[^1], Has.Property(nameof(TransferProgress.TotalBytes)).EqualTo(22 * MiB).And.Property(nameof(TransferProgress.TotalParts)).EqualTo(5));
    }

    [Test]
    public async Task PutObject_PartIsSentAgain_CountsOnce()
    {
        _app.Break(EmbeddedOperation.UploadPart, EmbeddedFault.LoseAnswer(), times: 2);

        await _app.Store.PutObjectAsync("bucket", "key", Source(12 * MiB, canSeek: true), new PutObjectOptions { Progress = _progress });

        AssertRising();
        Assert.That((_progress.Reports[^1].BytesTransferred, _progress.Reports[^1].PartsCompleted), Is.EqualTo((12L * MiB, 3)));
    }

    [Test]
    public async Task OpenWrite_Done_EndsWithAllOfIt()
    {
        await using (ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key", new OpenWriteOptions { Progress = _progress }))
        {
            await stream.WriteAsync(new byte[12 * MiB]);
        }

        Assert.That((_progress.Reports[^1].BytesTransferred, _progress.Reports[^1].PartsCompleted), Is.EqualTo((12L * MiB, 3)));
    }

    [TestCase(100, EmbeddedOperation.PutObject)]
    [TestCase(12 * MiB, EmbeddedOperation.UploadPart)]
    [TestCase(12 * MiB, EmbeddedOperation.CompleteMultipartUpload)]
    public void PutObject_Fails_IsNotToldToBeComplete(int size, EmbeddedOperation operation)
    {
        _app.Break(operation, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"), skip: operation == EmbeddedOperation.UploadPart ? 1 : 0);

        Assert.ThrowsAsync<S3AccessDeniedException>(() => _app.Store.PutObjectAsync("bucket", "key", Source(size, canSeek: false), new PutObjectOptions { Progress = _progress }));

        Assert.That(_progress.Reports, Has.All.Matches<TransferProgress>(static report => report.TotalBytes is null), "Of an unknown length only the last report tells the total.");
    }

    [TestCase(3 * MiB, EmbeddedOperation.PutObject)]
    [TestCase(12 * MiB, EmbeddedOperation.CompleteMultipartUpload)]
    public void PutObject_LastRequestFails_AllOfItIsNeverTold(int size, EmbeddedOperation last)
    {
        ProgressLog progress = Ticking();
        _app.Break(last, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"));

        Assert.ThrowsAsync<S3AccessDeniedException>(() => _app.Store.PutObjectAsync("bucket", "key", Source(size, canSeek: true), new PutObjectOptions { Progress = progress }));

        AssertOnlyPartOfItWasTold(progress);
    }

    [Test]
    public async Task UploadFile_CompletionFails_AllOfItIsNeverTold()
    {
        using var folder = new DownloadFolder();
        await File.WriteAllBytesAsync(folder.Target, new byte[12 * MiB]);
        _app.Break(EmbeddedOperation.CompleteMultipartUpload, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"));
        foreach (EmbeddedOperation first in new[] { EmbeddedOperation.CreateMultipartUpload, EmbeddedOperation.UploadPart })
        {
            ProgressLog progress = Ticking();
            LetTimePassBefore(first);
            var options = new UploadFileOptions { Progress = progress, Checkpoints = new FileUploadCheckpointStore(folder.At("checkpoints")) };

            Assert.ThrowsAsync<S3AccessDeniedException>(() => _app.Store.UploadFileAsync(folder.Target, "bucket", "key", options));

            AssertOnlyPartOfItWasTold(progress);
            DropPart(2);
        }
    }

    [Test]
    public async Task OpenWrite_CompletionFails_AllOfItIsNeverTold()
    {
        ProgressLog progress = Ticking();
        LetTimePassBefore(EmbeddedOperation.CreateMultipartUpload);
        _app.Break(EmbeddedOperation.CompleteMultipartUpload, EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied"));
        ObjectWriteStream stream = await _app.Store.OpenWriteAsync("bucket", "key", new OpenWriteOptions { Progress = progress, ContentLength = 12 * MiB });
        await stream.WriteAsync(new byte[12 * MiB]);

        Assert.ThrowsAsync<S3AccessDeniedException>(() => stream.CompleteAsync());

        await stream.DisposeAsync();
        AssertOnlyPartOfItWasTold(progress);
    }

    [TestCase(100)]
    [TestCase(12 * MiB)]
    public async Task PutObject_ReceiverThrows_FailsWithThat(int size)
    {
        var progress = new ProgressLog { OnReport = static _ => throw new IOException("The receiver's.") };

        IOException? error = Assert.ThrowsAsync<IOException>(() => _app.Store.PutObjectAsync("bucket", "key", Source(size, canSeek: true), new PutObjectOptions { Progress = progress }));

        Assert.That(error!.Message, Is.EqualTo("The receiver's."));
        Assert.That(_app.Bucket.Uploads, Is.Empty);
        if (size > MiB)
        {
            await _app.AssertNotStoredAsync("key");
        }
    }

    /// <summary>Every report lets so much time pass that the next is made too.</summary>
    private ProgressLog Ticking() => new() { OnReport = _ => _app.Time.Advance(TimeSpan.FromMilliseconds(200)) };

    private void LetTimePassBefore(EmbeddedOperation operation)
    {
        var go = new TaskCompletionSource();
        EmbeddedFaultRule rule = _app.Break(operation, EmbeddedFault.Hold(go.Task), times: 1);
        _ = AdvanceAsync();

        async Task AdvanceAsync()
        {
            await rule.Fired;
            _app.Time.Advance(TimeSpan.FromMilliseconds(200));
            go.SetResult();
        }
    }

    /// <summary>Makes the store forget a part of the upload, so that there is something left for the next run to do.</summary>
    private void DropPart(int number)
    {
        lock (_app.Embedded.Gate)
        {
            _app.Bucket.Uploads.Values.Single().Parts.Remove(number);
        }
    }

    private static void AssertOnlyPartOfItWasTold(ProgressLog progress)
    {
        Assert.That(progress.Reports, Is.Not.Empty);
        Assert.That(progress.Reports, Has.All.Matches<TransferProgress>(static report => report.BytesTransferred < report.TotalBytes && !(report.PartsCompleted >= report.TotalParts)));
    }

    private PatternStream Source(int size, bool canSeek) => new(size, canSeek)
    {
        Step = MiB,
        Gate = () =>
        {
            _app.Time.Advance(TimeSpan.FromMilliseconds(50));
            return Task.CompletedTask;
        },
    };

    private void AssertRising()
    {
        Assert.That(_progress.Reports.Select(static report => report.BytesTransferred), Is.Ordered);
        Assert.That(_progress.Reports.Select(static report => report.PartsCompleted), Is.Ordered);
    }
}
