using System.Globalization;

namespace S3Kit.IntegrationTests;

/// <summary>Uploads of several requests, as a real store takes them, and as a real process begins and ends them.</summary>
public sealed class UploadTests : StoreFixture
{
    private const int Megabyte = 1024 * 1024;
    private const int PartSize = 5 * Megabyte;

    [Test]
    public async Task OpenWrite_FortyMegabytes_EveryByteArrives()
    {
        var content = TestBytes.Of(40 * Megabyte, seed: 4);
        ObjectWriteStream stream = await Store.OpenWriteAsync(Bucket, "written", new OpenWriteOptions { ContentType = "a/b" }, Deadline);
        await using (stream)
        {
            for (var position = 0; position < content.Length; position += 100_000)
            {
                await stream.WriteAsync(content.AsMemory(position, Math.Min(100_000, content.Length - position)), Deadline);
            }
        }

        Assert.That(stream.Result!.ETag, Does.EndWith("-5"));
        Assert.That(await Store.HeadObjectAsync(Bucket, "written", cancellationToken: Deadline), Has.Property(nameof(ObjectInfo.ContentType)).EqualTo("a/b"));
        Assert.That(TestBytes.Sha256(await GetAsync("written")), Is.EqualTo(TestBytes.Sha256(content)));
    }

    [Test]
    public async Task OpenWrite_NothingWritten_IsAnEmptyObject()
    {
        await using (await Store.OpenWriteAsync(Bucket, "empty", cancellationToken: Deadline))
        {
            // Nothing is written.
        }

        Assert.That((await Store.HeadObjectAsync(Bucket, "empty", cancellationToken: Deadline))!.Size, Is.Zero);
    }

    [Test]
    public async Task OpenWrite_Aborted_LeavesNothingBehind()
    {
        await using (var stream = await Store.OpenWriteAsync(Bucket, "aborted", cancellationToken: Deadline))
        {
            await stream.WriteAsync(new byte[20 * Megabyte], Deadline);
            stream.Abort();
        }

        Assert.That(await Store.HeadObjectAsync(Bucket, "aborted", cancellationToken: Deadline), Is.Null);
        Assert.That(await UploadsAsync("aborted"), Is.Empty);
    }

    [Test]
    public async Task UploadFile_ProcessIsKilled_TheNextSendsOnlyTheRest()
    {
        using var directory = new TemporaryDirectory();
        var content = TestBytes.Of((200 * Megabyte) + 1, seed: 5);
        var file = directory.File("source");
        await File.WriteAllBytesAsync(file, content, Deadline);
        string[] upload = ["upload", file, Bucket, "resumed", directory.File("checkpoints")];

        string upToThen;
        await using (var first = TransferProcess.Start(upload))
        {
            await first.ReadAsync("progress", static line => line[0] != '0', Deadline);
            await first.KillAsync(Deadline);
            upToThen = (await UploadsAsync("resumed")).Single().UploadId;
        }

        // What is stored by now the second process must not send again.
        int total = (content.Length + PartSize - 1) / PartSize;
        IReadOnlyDictionary<string, string> said;
        await using (var second = TransferProcess.Start(upload))
        {
            said = await second.FinishAsync(Deadline);
        }

        Assert.That(upToThen, Is.Not.Empty);
        Assert.That(int.Parse(said["parts-sent"], CultureInfo.InvariantCulture), Is.LessThan(total).And.GreaterThan(0));
        Assert.That(said["progress"], Is.EqualTo($"{total} {content.Length}"));
        Assert.That(await UploadsAsync("resumed"), Is.Empty, "The same upload was completed, and no other was begun.");
        Assert.That(TestBytes.Sha256(await GetAsync("resumed")), Is.EqualTo(TestBytes.Sha256(content)));
        Assert.That(Directory.GetFiles(directory.File("checkpoints"), "*.json"), Is.Empty);
    }

    [Test]
    public async Task Put_LargeStreamOfUnknownLength_StaysWithinItsMemory()
    {
        var bytes = long.Parse(Environment.GetEnvironmentVariable("S3KIT_TEST_LARGE_BYTES") ?? "268435456", CultureInfo.InvariantCulture);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(bytes / (5 * Megabyte)), TimeProvider.System);
        await using var up = TransferProcess.Start("upload-random-stream", bytes.ToString(CultureInfo.InvariantCulture), Bucket, "large");
        var sent = await up.FinishAsync(deadline.Token);
        await using var down = TransferProcess.Start("download", Bucket, "large");
        var got = await down.FinishAsync(deadline.Token);

        await TestContext.Out.WriteLineAsync(
            $"{bytes} bytes: up in {sent["seconds"]} s with {sent["peak-kib"]} KiB at most, down in {got["seconds"]} s with {got["peak-kib"]} KiB");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(got["sha256"], Is.EqualTo(sent["sha256"]));
            Assert.That((await Store.HeadObjectAsync(Bucket, "large", cancellationToken: deadline.Token))!.Size, Is.EqualTo(bytes));
            Assert.That(int.Parse(sent["peak-kib"], CultureInfo.InvariantCulture), Is.LessThan(300 * 1024));
            Assert.That(int.Parse(got["peak-kib"], CultureInfo.InvariantCulture), Is.LessThan(300 * 1024));
        }
    }

    [Test]
    public async Task AbortStaleUploads_OfKilledProcesses_ClearsThemAway()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllBytesAsync(directory.File("source"), TestBytes.Of(200 * Megabyte, seed: 6), Deadline);
        string[] keys = ["stale/a b+c%41", "stale/ü"];
        foreach (var key in keys)
        {
            await using var process = TransferProcess.Start("upload", directory.File("source"), Bucket, key, directory.File("checkpoints"));
            await process.ReadAsync("progress", static line => line[0] != '0', Deadline);
            await process.KillAsync(Deadline);
        }

        var left = await UploadsAsync("stale/");
        var young = await Store.AbortStaleUploadsAsync(Bucket, TimeSpan.FromDays(1), new AbortStaleUploadsOptions { Prefix = "stale/" }, Deadline);
        var swept = await Store.AbortStaleUploadsAsync(Bucket, TimeSpan.Zero, new AbortStaleUploadsOptions { Prefix = "stale/" }, Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(left.Select(static upload => upload.Key), Is.EquivalentTo(keys));
            Assert.That(left, Has.All.Matches<MultipartUpload>(static upload => upload.Initiated is not null));
            Assert.That((young.Aborted.Count, young.Failed.Count), Is.EqualTo((0, 0)));
            Assert.That(swept.Aborted.Select(static upload => upload.Key), Is.EquivalentTo(keys));
            Assert.That(swept.Failed, Is.Empty);
            Assert.That(await UploadsAsync("stale/"), Is.Empty);
        }
    }

    [Test]
    public async Task Put_WithAChecksum_IsTaken([Values(1000, 12 * Megabyte)] int size, [Values] ChecksumAlgorithm algorithm)
    {
        // Ceph of old takes no notice of it; a store that does refuses what is wrong.
        var content = TestBytes.Of(size, seed: 7);
        await using var source = new ForwardOnlyStream(new MemoryStream(content));

        await Store.PutObjectAsync(Bucket, "checksum", source, new PutObjectOptions { ChecksumAlgorithm = algorithm }, Deadline);

        Assert.That(TestBytes.Sha256(await GetAsync("checksum")), Is.EqualTo(TestBytes.Sha256(content)));
    }

    private async Task<List<MultipartUpload>> UploadsAsync(string prefix)
    {
        var uploads = new List<MultipartUpload>();
        await foreach (var upload in Store.ListMultipartUploadsAsync(Bucket, prefix, cancellationToken: Deadline))
        {
            uploads.Add(upload);
        }

        return uploads;
    }
}
