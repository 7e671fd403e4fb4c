using System.Net;
using S3Kit.Directories;
using S3Kit.Embedded;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Directories;

public sealed class SyncDirectoryTests : FolderFixture
{
    private const SyncDirection Up = SyncDirection.FolderToBucket;
    private const SyncDirection Down = SyncDirection.BucketToFolder;

    [Test]
    public async Task Sync_Up_UploadsWhatIsNewOrDifferent()
    {
        Write("same", "1");
        Write("other-content", "22");
        Write("other-size", "333");
        Write("new", "4");
        await Store.PutTextAsync(Bucket, "p/same", "1");
        await Store.PutTextAsync(Bucket, "p/other-content", "xx");
        await Store.PutTextAsync(Bucket, "p/other-size", "x");
        await Store.PutTextAsync(Bucket, "p/extra", "x");

        DirectoryTransferResult result = await Store.SyncDirectoryAsync(Folder, Bucket, "p/", Up);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Outcomes(result), Is.EqualTo(new[] { "new Uploaded", "other-content Uploaded", "other-size Uploaded", "same Skipped" }));
            Assert.That(result.Files[3].Reason, Is.EqualTo("it is unchanged"));
            Assert.That(await Store.GetTextAsync(Bucket, "p/other-content"), Is.EqualTo("22"));
            Assert.That(await KeysAsync(), Does.Contain("p/extra"), "Nothing is deleted unless asked for.");
        }
    }

    [Test]
    public async Task Sync_Down_DownloadsWhatIsNewOrDifferent()
    {
        Write("same", "1");
        Write("other-content", "22");
        Write("extra", "x");
        await Store.PutTextAsync(Bucket, "p/same", "1");
        await Store.PutTextAsync(Bucket, "p/other-content", "xx");
        await Store.PutTextAsync(Bucket, "p/sub/new", "4");

        DirectoryTransferResult result = await Store.SyncDirectoryAsync(Folder, Bucket, "p/", Down);

        Assert.That(Outcomes(result), Is.EqualTo(new[] { "other-content Downloaded", "same Skipped", "sub/new Downloaded" }));
        Assert.That(Tree(), Is.EqualTo(new[] { "extra", "other-content", "same", "sub/", "sub/new" }));
        Assert.That(await File.ReadAllTextAsync(At("other-content")), Is.EqualTo("xx"));
    }

    [TestCase(Up)]
    [TestCase(Down)]
    public async Task Sync_Twice_FindsNothingToDo(SyncDirection direction)
    {
        Write("a");
        Write("b/c");
        Write("empty", "");
        await Store.UploadDirectoryAsync(Folder, Bucket, "p/");
        await Store.SyncDirectoryAsync(Folder, Bucket, "p/", direction);

        DirectoryTransferResult result = await Store.SyncDirectoryAsync(Folder, Bucket, "p/", direction, new() { DeleteExtra = true });

        Assert.That((result.Skipped, result.Files.Count), Is.EqualTo((3, 3)));
    }

    [Test]
    public async Task Sync_UpDeleteExtra_DeletesObjectsWithoutAFile()
    {
        Write("a", "a");
        await PutAsync("p/a", "p/gone", "p/sub/gone", "p/marker/", "p/../odd", "q/other");

        DirectoryTransferResult result = await Store.SyncDirectoryAsync(Folder, Bucket, "p/", Up, new() { DeleteExtra = true });

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "p/a", "p/marker/", "q/other" }));
        Assert.That(Outcomes(result), Is.EqualTo(new[] { "../odd Deleted", "a Uploaded", "gone Deleted", "sub/gone Deleted" }));
    }

    [Test]
    public async Task Sync_DownDeleteExtra_DeletesFilesWithoutAnObject()
    {
        Write("a");
        Write("gone");
        Write("sub/gone");
        await PutAsync("p/a");
        await File.WriteAllTextAsync(Path.Combine(Outside, "safe"), "safe");
        File.CreateSymbolicLink(At("file-link"), Path.Combine(Outside, "safe"));
        Directory.CreateSymbolicLink(At("folder-link"), Outside);

        DirectoryTransferResult result = await Store.SyncDirectoryAsync(Folder, Bucket, "p/", Down, new() { DeleteExtra = true });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Tree(Outside), Is.EqualTo(new[] { "safe" }));
            Assert.That(Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "a", "file-link", "folder-link", "sub" }));
            Assert.That(Outcomes(result), Is.EqualTo(new[] { "a Downloaded", "gone Deleted", "sub/gone Deleted" }));
        }
    }

    [Test]
    public async Task Sync_DeleteExtraAfterAFailure_DeletesNothing()
    {
        Write("a");
        await PutAsync("extra");
        Faults.Add(new EmbeddedFaultRule { Operation = EmbeddedOperation.PutObject, Key = "a", Fault = EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied") });

        DirectoryTransferResult result = await Store.SyncDirectoryAsync(Folder, Bucket, null, Up, new() { DeleteExtra = true });

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "extra" }));
        Assert.That(Outcomes(result), Is.EqualTo(new[] { "a Failed", "extra NotStarted" }));
        Assert.That(result.Files[1].Reason, Is.Not.Null);
    }

    [Test]
    public async Task Sync_UpDeleteExtra_SparesWhatALinkStandsFor()
    {
        await PutAsync("link", "folder-link/x", "folder-linked");
        File.CreateSymbolicLink(At("link"), Path.Combine(Outside, "x"));
        Directory.CreateSymbolicLink(At("folder-link"), Outside);

        await Store.SyncDirectoryAsync(Folder, Bucket, null, Up, new() { DeleteExtra = true });

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "folder-link/x", "link" }));
    }

    [Test]
    public async Task Sync_DeleteExtraWithASelection_SparesWhatIsNotSelected()
    {
        await PutAsync("a.txt", "b.md", "sub/c.txt");
        Write("keep.md");
        Write("gone.txt");

        await Store.SyncDirectoryAsync(Folder, Bucket, null, Down, new() { DeleteExtra = true, SearchPattern = "*.txt", Recursive = false });
        Assert.That(Tree(), Is.EqualTo(new[] { "a.txt", "keep.md" }));

        await Store.SyncDirectoryAsync(Folder, Bucket, null, Up, new() { DeleteExtra = true, Filter = path => path == "sub/c.txt" });
        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "a.txt", "b.md" }));
    }

    [TestCase(Up)]
    [TestCase(Down)]
    public async Task Sync_DryRun_ChangesNothingAndTellsWhatWouldBe(SyncDirection direction)
    {
        Write("both", "file");
        Write("file-only");
        await PutAsync("both", "object-only", "marker/");
        List<string> keys = await KeysAsync();
        var log = new ReportLog();

        DirectoryTransferResult result = await Store.SyncDirectoryAsync(Folder, Bucket, null, direction, new() { DryRun = true, DeleteExtra = true, Progress = log });

        Assert.That(Outcomes(result), Is.EqualTo(direction == Up
            ? new[] { "both Skipped", "file-only Uploaded", "object-only Deleted" }.Select(text => text.Replace("both Skipped", "both Uploaded", StringComparison.Ordinal))
            : ["both Downloaded", "file-only Deleted", "marker/ Downloaded", "object-only Downloaded"]));
        Assert.That(result.IsDryRun, Is.True);
        Assert.That(await KeysAsync(), Is.EqualTo(keys));
        Assert.That(Tree(), Is.EqualTo(new[] { "both", "file-only" }));
        Assert.That(await File.ReadAllTextAsync(At("both")), Is.EqualTo("file"));
        Assert.That((log.Reports[^1].FilesDone, log.Reports[^1].BytesDone), Is.EqualTo((log.Reports[^1].FilesTotal, log.Reports[^1].BytesTotal)));
    }

    [Test]
    public async Task Sync_UpByTime_UploadsWhatWasWrittenToSince()
    {
        Write("older", "1");
        Write("newer", "1");
        await Store.PutTextAsync(Bucket, "older", "x");
        await Store.PutTextAsync(Bucket, "newer", "x");
        DateTime stored = (await Store.HeadObjectAsync(Bucket, "older"))!.LastModified!.Value.UtcDateTime;
        File.SetLastWriteTimeUtc(At("older"), stored.AddHours(-1));
        File.SetLastWriteTimeUtc(At("newer"), stored.AddHours(1));

        DirectoryTransferResult result = await Store.SyncDirectoryAsync(Folder, Bucket, null, Up, new() { Comparison = SyncComparison.Time });

        Assert.That(Outcomes(result), Is.EqualTo(new[] { "newer Uploaded", "older Skipped" }));
    }

    [Test]
    public async Task Sync_DownByTime_DownloadsWhatHasAnotherTime()
    {
        await PutAsync("a", "b", "c");
        await Store.DownloadDirectoryAsync(Bucket, null, Folder);
        File.SetLastWriteTimeUtc(At("b"), File.GetLastWriteTimeUtc(At("b")).AddHours(1));
        File.SetLastWriteTimeUtc(At("c"), File.GetLastWriteTimeUtc(At("c")).AddSeconds(1));

        DirectoryTransferResult result = await Store.SyncDirectoryAsync(Folder, Bucket, null, Down, new() { Comparison = SyncComparison.Time });

        Assert.That(Outcomes(result), Is.EqualTo(new[] { "a Skipped", "b Downloaded", "c Skipped" }));
    }

    [TestCase(Up, -1, DirectoryFileOutcome.Skipped)]
    [TestCase(Up, 1, DirectoryFileOutcome.Uploaded)]
    [TestCase(Down, 0, DirectoryFileOutcome.Skipped)]
    [TestCase(Down, -1, DirectoryFileOutcome.Downloaded)]
    public async Task Sync_ETagThatIsNoMd5_GoesByTime(SyncDirection direction, int hours, DirectoryFileOutcome expected)
    {
        Write("a", "1");
        await Store.PutTextAsync(Bucket, "a", "x");
        DateTimeOffset stored = (await Store.HeadObjectAsync(Bucket, "a"))!.LastModified!.Value;
        File.SetLastWriteTimeUtc(At("a"), stored.AddHours(hours).UtcDateTime);
        IObjectStore store = InterceptedStore.Create(Store, (method, _) => method == nameof(IObjectStore.ListObjectsAsync)
            ? Store.ListObjectsAsync(Bucket).Select(info => info with { ETag = "0123456789abcdef0123456789abcdef-2" })
            : null);

        DirectoryTransferResult result = await store.SyncDirectoryAsync(Folder, Bucket, null, direction);

        Assert.That(result.Files[0].Outcome, Is.EqualTo(expected));
    }

    [Test]
    public async Task Sync_DownFileThatIsALink_IsReplacedWhateverItLeadsTo()
    {
        await PutAsync("a");
        await File.WriteAllTextAsync(Path.Combine(Outside, "a"), "a");
        File.CreateSymbolicLink(At("a"), Path.Combine(Outside, "a"));

        await Store.SyncDirectoryAsync(Folder, Bucket, null, Down);

        Assert.That(new FileInfo(At("a")).LinkTarget, Is.Null);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Sync_DownDeleteExtraFileOfAnotherCase_IsDeletedWhereItIsAnotherFile(bool isCaseTold)
    {
        Write("README");
        Write("other");
        await PutAsync("readme");
        var options = new SyncDirectoryOptions { DeleteExtra = true, DryRun = true };

        DirectoryTransferResult result = await DirectoryTransfer.DownloadAsync(
            new DirectoryContext(Store, "SyncDirectory", Bucket, null, options), Folder, new DownloadEnvironment(IsWindows: false, _ => isCaseTold), CancellationToken.None);

        Assert.That(
            result.Files.Where(file => file.Outcome == DirectoryFileOutcome.Deleted).Select(file => file.Path),
            Is.EqualTo(isCaseTold ? new[] { "README", "other" } : ["other"]));
    }

    [Test]
    public async Task Sync_DownUnsafeKey_DeletesNothing()
    {
        Write("mine");
        await PutAsync("../up");

        Assert.ThrowsAsync<S3UnsafeKeysException>(() => Store.SyncDirectoryAsync(Folder, Bucket, null, Down, new() { DeleteExtra = true }));

        Assert.That(Tree(), Is.EqualTo(new[] { "mine" }));
    }

    [Test]
    public async Task Sync_DownToMissingFolder_MakesIt()
    {
        await PutAsync("a");

        await Store.SyncDirectoryAsync(At("new"), Bucket, null, Down, new() { DeleteExtra = true });

        Assert.That(Tree(), Is.EqualTo(new[] { "new/", "new/a" }));
    }

    [Test]
    public void Sync_UpFromMissingFolder_DeletesNothing() =>
        Assert.ThrowsAsync<DirectoryNotFoundException>(() => Store.SyncDirectoryAsync(At("none"), Bucket, null, Up, new() { DeleteExtra = true }));

    [Test]
    public void Sync_NoDirection_IsRefused() => Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.SyncDirectoryAsync(Folder, Bucket, null, (SyncDirection)7));

    [Test]
    public async Task Sync_InAScope_StaysInIt()
    {
        Write("a");
        await PutAsync("tenant/gone", "other/b");

        DirectoryTransferResult result = await Store.Bucket(Bucket).Prefix("tenant/").SyncDirectoryAsync(Folder, null, Up, new() { DeleteExtra = true });

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "other/b", "tenant/a" }));
        Assert.That(result.Files.Select(file => file.Key), Is.EqualTo(new[] { "a", "gone" }));
    }

    private static IEnumerable<string> Outcomes(DirectoryTransferResult result) => result.Files.Select(file => $"{file.Path} {file.Outcome}");
}
