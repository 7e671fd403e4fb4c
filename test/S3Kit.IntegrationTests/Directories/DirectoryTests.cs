namespace S3Kit.IntegrationTests;

public sealed class DirectoryTests : StoreFixture
{
    private static readonly string[] OddPaths =
    [
        ".hidden",
        "a b+c%&?#=.txt",
        "caf\u00e9/cafe\u0301.txt",
        "deep/er/and/deeper/file",
        "empty",
        "ja/日本 😀.bin",
        "quotes'\"<>&amp;[x]{y}",
    ];

    private TemporaryDirectory _directory = null!;
    private string _prefix = null!;

    [SetUp]
    public void MakeDirectory()
    {
        _directory = new TemporaryDirectory();
        _prefix = $"{TestContext.CurrentContext.Test.MethodName}/";
    }

    [TearDown]
    public void DropDirectory() => _directory.Dispose();

    [Test]
    public async Task UploadAndDownload_OddNames_ComeBackAsTheyWere()
    {
        await WriteTreeAsync("source");

        var up = await Store.UploadDirectoryAsync(_directory.File("source"), Bucket, _prefix, cancellationToken: Deadline);
        var down = await Store.DownloadDirectoryAsync(Bucket, _prefix, _directory.File("target"), cancellationToken: Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(up.ThrowIfFailed, Throws.Nothing);
            Assert.That(down.ThrowIfFailed, Throws.Nothing);
            Assert.That(await KeysAsync(Bucket, _prefix), Is.EquivalentTo(OddPaths.Select(path => _prefix + path)));
            Assert.That(await ReadTreeAsync("target"), Is.EqualTo(await ReadTreeAsync("source")));
            Assert.That(down.Files.Select(file => file.Path), Is.EquivalentTo(OddPaths));
        }

        var head = await Store.HeadObjectAsync(Bucket, _prefix + ".hidden", cancellationToken: Deadline);
        Assert.That(File.GetLastWriteTimeUtc(_directory.File("target/.hidden")), Is.EqualTo(head!.LastModified!.Value.UtcDateTime));
    }

    [TestCase(SyncDirection.FolderToBucket, SyncComparison.Content)]
    [TestCase(SyncDirection.FolderToBucket, SyncComparison.Time)]
    [TestCase(SyncDirection.BucketToFolder, SyncComparison.Content)]
    [TestCase(SyncDirection.BucketToFolder, SyncComparison.Time)]
    public async Task Sync_AfterATransfer_FindsNothingToDoUntilSomethingChanges(SyncDirection direction, SyncComparison comparison)
    {
        _prefix = $"{direction}-{comparison}/";
        await WriteTreeAsync("folder");
        foreach (var path in OddPaths)
        {
            // Before any clock of a server.
            File.SetLastWriteTimeUtc(_directory.File($"folder/{path}"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }

        await Store.UploadDirectoryAsync(_directory.File("folder"), Bucket, _prefix, cancellationToken: Deadline);
        var folder = direction == SyncDirection.FolderToBucket ? "folder" : "other";
        var options = new SyncDirectoryOptions { Comparison = comparison, DeleteExtra = true };
        await Store.SyncDirectoryAsync(_directory.File(folder), Bucket, _prefix, direction, options, Deadline);

        var again = await Store.SyncDirectoryAsync(_directory.File(folder), Bucket, _prefix, direction, options, Deadline);
        File.Delete(_directory.File($"{folder}/.hidden"));
        await File.WriteAllTextAsync(_directory.File($"{folder}/empty"), "no more", Deadline);
        await File.WriteAllTextAsync(_directory.File($"{folder}/new"), "new", Deadline);
        var changed = await Store.SyncDirectoryAsync(_directory.File(folder), Bucket, _prefix, direction, options, Deadline);

        Assert.That((again.Skipped, again.Files.Count), Is.EqualTo((OddPaths.Length, OddPaths.Length)));
        Assert.That(changed.Files.Where(file => file.Outcome != DirectoryFileOutcome.Skipped).Select(file => $"{file.Path} {file.Outcome}"), Is.EqualTo(direction == SyncDirection.FolderToBucket
            ? new[] { ".hidden Deleted", "empty Uploaded", "new Uploaded" }
            : [".hidden Downloaded", "empty Downloaded", "new Deleted"]));
        Assert.That(
            await KeysAsync(Bucket, _prefix),
            Is.EquivalentTo(OddPaths.Where(path => direction == SyncDirection.BucketToFolder || path != ".hidden")
                .Concat(direction == SyncDirection.FolderToBucket ? ["new"] : Array.Empty<string>()).Select(path => _prefix + path)));
    }

    [Test]
    public async Task Sync_ObjectInParts_GoesByTime()
    {
        await WriteAsync("folder/large", TestBytes.Of(6 * 1024 * 1024));
        File.SetLastWriteTimeUtc(_directory.File("folder/large"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var first = await Store.SyncDirectoryAsync(_directory.File("folder"), Bucket, _prefix, SyncDirection.FolderToBucket, cancellationToken: Deadline);
        var second = await Store.SyncDirectoryAsync(_directory.File("folder"), Bucket, _prefix, SyncDirection.FolderToBucket, cancellationToken: Deadline);

        var head = await Store.HeadObjectAsync(Bucket, _prefix + "large", cancellationToken: Deadline);
        Assert.That(head!.ETag, Does.EndWith("-2"));
        Assert.That((first.Uploaded, second.Skipped), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Download_KeysThatLeadOut_AreRefusedAndNothingIsWritten()
    {
        await PutAsync(_prefix + "fine", [1]);
        await PutAsync(_prefix + "../../up", [1]);
        await PutAsync(_prefix + "/etc/passwd", [1]);

        var error = Assert.ThrowsAsync<S3UnsafeKeysException>(() => Store.DownloadDirectoryAsync(Bucket, _prefix, _directory.File("target"), cancellationToken: Deadline));

        Assert.That(error!.Keys.Select(key => key.Key), Is.EquivalentTo(new[] { _prefix + "../../up", _prefix + "/etc/passwd" }));
        Assert.That(Directory.GetFileSystemEntries(_directory.FullPath), Is.Empty);
    }

    private protected override void Configure(S3KitOptions options)
    {
        options.Transfers.MultipartThreshold = 5 * 1024 * 1024;
        options.Transfers.PartSize = 5 * 1024 * 1024;
    }

    private async Task WriteTreeAsync(string folder)
    {
        foreach (var path in OddPaths)
        {
            await WriteAsync($"{folder}/{path}", path == "empty" ? [] : TestBytes.Of(2000 + path.Length, path.Length));
        }
    }

    private async Task WriteAsync(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(path))!);
        await File.WriteAllBytesAsync(_directory.File(path), content, Deadline);
    }

    private async Task<Dictionary<string, string>> ReadTreeAsync(string folder)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_directory.File(folder), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = default }))
        {
            files.Add(Path.GetRelativePath(_directory.File(folder), path), await TestBytes.Sha256OfFileAsync(path, Deadline));
        }

        return files;
    }
}
