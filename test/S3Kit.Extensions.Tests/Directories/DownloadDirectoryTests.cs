using System.Net;
using S3Kit.Directories;
using S3Kit.Embedded;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Directories;

public sealed class DownloadDirectoryTests : FolderFixture
{
    [Test]
    public async Task Download_Tree_WritesEveryObjectUnderItsKey()
    {
        await PutAsync("p/a.txt", "p/b/c d+%.txt", "p/b/å/日本 😀.txt", "q/other", "p");

        DirectoryTransferResult result = await Store.DownloadDirectoryAsync(Bucket, "p/", At("new/folder"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Tree(At("new/folder")), Is.EqualTo(new[] { "a.txt", "b/", "b/c d+%.txt", "b/å/", "b/å/日本 😀.txt" }));
            Assert.That(await File.ReadAllTextAsync(At("new/folder/b/å/日本 😀.txt")), Is.EqualTo("p/b/å/日本 😀.txt"));
            Assert.That((result.Downloaded, result.Files.Count, result.HasFailures), Is.EqualTo((3, 3, false)));
            Assert.That(result.Files[0], Is.EqualTo(new DirectoryFileResult
            {
                Path = "a.txt", Key = "p/a.txt", FilePath = At("new/folder/a.txt"), Outcome = DirectoryFileOutcome.Downloaded, Size = 7,
            }));
        }
    }

    [Test]
    public async Task Download_Files_GetTheTimeOfTheirObjects()
    {
        await PutAsync("a");
        DateTimeOffset written = (await Store.HeadObjectAsync(Bucket, "a"))!.LastModified!.Value;

        await Store.DownloadDirectoryAsync(Bucket, null, Folder);

        Assert.That(File.GetLastWriteTimeUtc(At("a")), Is.EqualTo(written.UtcDateTime));
    }

    [Test]
    public async Task Download_FolderMarkers_BecomeFolders()
    {
        await PutAsync("p/", "p/empty/", "p/a/b/", "p/a/c");

        DirectoryTransferResult first = await Store.DownloadDirectoryAsync(Bucket, "p/", Folder);
        DirectoryTransferResult second = await Store.DownloadDirectoryAsync(Bucket, "p/", Folder);

        Assert.That(Tree(), Is.EqualTo(new[] { "a/", "a/b/", "a/c", "empty/" }));
        Assert.That((first.HasFailures, second.Downloaded, second.Skipped), Is.EqualTo((false, 1, 3)));
    }

    [Test]
    public async Task Download_Existing_IsReplacedOrKeptAsSaid()
    {
        await PutAsync("a", "b");
        Write("a", "mine");

        DirectoryTransferResult kept = await Store.DownloadDirectoryAsync(Bucket, null, Folder, new() { Overwrite = false });
        string before = await File.ReadAllTextAsync(At("a"));
        DirectoryTransferResult replaced = await Store.DownloadDirectoryAsync(Bucket, null, Folder);

        Assert.That((before, await File.ReadAllTextAsync(At("a")), await File.ReadAllTextAsync(At("b"))), Is.EqualTo(("mine", "a", "b")));
        Assert.That((kept.Skipped, kept.Downloaded, replaced.Downloaded), Is.EqualTo((1, 1, 2)));
    }

    [Test]
    public async Task Download_Selection_TakesWhatItSays()
    {
        await PutAsync("a.txt", "b.md", "sub/c.txt", "sub/");

        await Store.DownloadDirectoryAsync(Bucket, null, At("pattern"), new() { SearchPattern = "*.txt" });
        await Store.DownloadDirectoryAsync(Bucket, null, At("flat"), new() { Recursive = false });
        await Store.DownloadDirectoryAsync(Bucket, null, At("filter"), new() { Filter = path => path.EndsWith(".md", StringComparison.Ordinal) });

        Assert.That(Tree().Where(path => !path.EndsWith('/')), Is.EqualTo(new[] { "filter/b.md", "flat/a.txt", "flat/b.md", "pattern/a.txt", "pattern/sub/c.txt" }));
    }

    [TestCase("p/../up")]
    [TestCase("p/..")]
    [TestCase("p/a/./b")]
    [TestCase("p//etc/passwd")]
    [TestCase("p/a//b")]
    [TestCase("p/C:/x")]
    [TestCase("p/C:x")]
    [TestCase("p/\\\\server\\share\\x")]
    [TestCase("p/..\\..\\up")]
    public async Task Download_KeyThatLeadsOut_RefusesAllBeforeAnythingIsWritten(string key)
    {
        await PutAsync("p/a", key, "p/z");

        S3UnsafeKeysException? error = Assert.ThrowsAsync<S3UnsafeKeysException>(() => Store.DownloadDirectoryAsync(Bucket, "p/", At("target")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Keys.Select(unsafeKey => unsafeKey.Key), Is.EqualTo(new[] { key }));
            Assert.That(error.Message, Does.Contain($"'{key}'").And.Contain(error.Keys[0].Reason).And.Contain("nothing was written"));
            Assert.That((error.Kind, error.Bucket, error.IsTransient), Is.EqualTo((S3ErrorKind.UnsafeKeys, Bucket, false)));
            Assert.That(error.Message, Does.StartWith("DownloadDirectory of 'bucket' failed: 1 key cannot safely"));
            Assert.That(Tree(), Is.Empty);
            Assert.That(Tree(Outside), Is.Empty);
        }
    }

    [Test]
    public async Task Download_SeveralUnsafeKeys_AreAllListed()
    {
        string[] keys = [.. Enumerable.Range(0, 25).Select(number => $"../{number:00}")];
        await PutAsync([.. keys, "a\nforged line/.."]);

        S3UnsafeKeysException? error = Assert.ThrowsAsync<S3UnsafeKeysException>(() => Store.DownloadDirectoryAsync(Bucket, null, Folder));

        Assert.That(error!.Keys, Has.Count.EqualTo(26));
        Assert.That(error.Message, Does.Contain("26 keys").And.EndsWith("And 6 more.").And.Not.Contain("\n"));
    }

    [Test]
    public async Task Download_UnsafeKeyFilteredOut_IsNoObstacle()
    {
        await PutAsync("a", "../up");

        await Store.DownloadDirectoryAsync(Bucket, null, Folder, new() { Filter = path => !path.StartsWith("../", StringComparison.Ordinal) });

        Assert.That(Tree(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task Download_FileAndFolderOfOneName_IsRefused()
    {
        await PutAsync("a", "a/b", "c", "c/");

        S3UnsafeKeysException? error = Assert.ThrowsAsync<S3UnsafeKeysException>(() => Store.DownloadDirectoryAsync(Bucket, null, Folder));

        Assert.That(error!.Keys.Select(each => each.Key), Is.EqualTo(new[] { "a", "c" }));
        Assert.That(error.Keys[0].Reason, Does.Contain("'a/b' needs a folder of that name"));
        Assert.That(Tree(), Is.Empty);
    }

    [Test]
    public async Task Download_FolderNameWithContent_IsRefused()
    {
        await Store.PutTextAsync(Bucket, "a/", "content");

        Assert.That(Assert.ThrowsAsync<S3UnsafeKeysException>(() => Store.DownloadDirectoryAsync(Bucket, null, Folder))!.Keys[0].Reason, Does.Contain("content"));
        Assert.That(Assert.ThrowsAsync<S3UnsafeKeysException>(() => Store.DownloadDirectoryAsync(Bucket, "a/", Folder))!.Keys[0].Reason, Does.Contain("content"));
    }

    [TestCase("Readme", "README", "README", "same file")]
    [TestCase("A/x", "a/x", "A/x", "same file")]
    [TestCase("Data", "data/x", "Data", "needs a folder")]
    public async Task Download_KeysThatDifferInCase_AreRefusedWhereTheyAreOneFile(string one, string other, string refused, string reason)
    {
        await PutAsync(one, other);

        S3UnsafeKeysException? error = Assert.ThrowsAsync<S3UnsafeKeysException>(() => DownloadAsync(new DownloadEnvironment(IsWindows: false, _ => false)));

        Assert.That(error!.Keys, Has.Count.EqualTo(1));
        Assert.That(new[] { one, other }, Does.Contain(error.Keys[0].Key).And.Contain(refused));
        Assert.That(error.Keys[0].Reason, Does.Contain(reason).And.Contain("upper case"));
        Assert.That(Tree(), Is.Empty);
        await DownloadAsync(new DownloadEnvironment(IsWindows: false, _ => true));
    }

    [Test]
    public async Task Download_FoldersThatDifferInCase_AreNoObstacle()
    {
        await PutAsync("A/x", "a/y");

        Assert.That((await DownloadAsync(new DownloadEnvironment(IsWindows: false, _ => false))).HasFailures, Is.False);
    }

    [Test]
    public async Task Download_ForWindows_RefusesWhatOnlyWindowsDoesNotTake()
    {
        await PutAsync("a\\b", "aux.txt", "a:b", "fine");

        S3UnsafeKeysException? error = Assert.ThrowsAsync<S3UnsafeKeysException>(() => DownloadAsync(new DownloadEnvironment(IsWindows: true, _ => false)));

        Assert.That(error!.Keys.Select(each => each.Key), Is.EquivalentTo(new[] { "a\\b", "aux.txt", "a:b" }));
        Assert.That(Tree(), Is.Empty);
    }

    [Test]
    public void IsTold_ThisFileSystem_IsWhatItDoes()
    {
        Write("lower");

        Assert.That(FileNameCase.IsTold(At("not/yet/there")), Is.EqualTo(!File.Exists(At("LOWER"))));
        Assert.That(Tree(), Is.EqualTo(new[] { "lower" }), "What it tried with is gone.");
    }

    [Test]
    public async Task Download_LinkInTheFolder_IsRefusedBeforeAnythingIsWritten()
    {
        await PutAsync("a", "link/b", "link/c", "sub/deep/d");
        Directory.CreateSymbolicLink(At("link"), Outside);
        Directory.CreateDirectory(At("sub"));
        Directory.CreateSymbolicLink(At("sub/deep"), At("sub"));

        S3UnsafeKeysException? error = Assert.ThrowsAsync<S3UnsafeKeysException>(() => Store.DownloadDirectoryAsync(Bucket, null, Folder));

        Assert.That(error!.Keys.Select(each => each.Key), Is.EqualTo(new[] { "link/b", "link/c", "sub/deep/d" }));
        Assert.That(error.Keys[0].Reason, Does.Contain("'link' in the folder is a symbolic link"));
        Assert.That(Tree(Outside), Is.Empty);
        Assert.That(File.Exists(At("a")), Is.False);
    }

    [Test]
    public async Task Download_LinkThatAppearsMeanwhile_IsNotWrittenThrough()
    {
        await PutAsync("sub/a");
        var log = new ReportLog
        {
            OnReport = report =>
            {
                if (report.FilesDone == 0)
                {
                    Directory.CreateSymbolicLink(At("sub"), Outside);
                }
            },
        };

        DirectoryTransferResult result = await Store.DownloadDirectoryAsync(Bucket, null, Folder, new() { Progress = log });

        Assert.That(result.Files[0].Error!.Message, Does.Contain("symbolic link"));
        Assert.That(Tree(Outside), Is.Empty);
    }

    [Test]
    public async Task Download_FileThatIsALink_IsReplacedAndNotWrittenThrough()
    {
        await PutAsync("a");
        await File.WriteAllTextAsync(Path.Combine(Outside, "victim"), "untouched");
        File.CreateSymbolicLink(At("a"), Path.Combine(Outside, "victim"));

        await Store.DownloadDirectoryAsync(Bucket, null, Folder);

        Assert.That(await File.ReadAllTextAsync(Path.Combine(Outside, "victim")), Is.EqualTo("untouched"));
        Assert.That(await File.ReadAllTextAsync(At("a")), Is.EqualTo("a"));
        Assert.That(new FileInfo(At("a")).LinkTarget, Is.Null);
    }

    [Test]
    public async Task Download_FolderThatIsALinkItself_IsWrittenTo()
    {
        await PutAsync("sub/a");
        Directory.CreateSymbolicLink(At("link"), Outside);

        await Store.DownloadDirectoryAsync(Bucket, null, At("link"));

        Assert.That(Tree(Outside), Is.EqualTo(new[] { "sub/", "sub/a" }));
    }

    [Test]
    public async Task Download_FolderInTheWay_IsThatFilesFailure()
    {
        await PutAsync("a", "b", "c/d");
        Directory.CreateDirectory(At("a"));
        Write("c", "file");

        DirectoryTransferResult result = await Store.DownloadDirectoryAsync(Bucket, null, Folder);

        Assert.That(result.Files.Select(file => file.Outcome), Is.EqualTo(new[] { DirectoryFileOutcome.Failed, DirectoryFileOutcome.Downloaded, DirectoryFileOutcome.Failed }));
        Assert.That(result.Files[0].Error!.Message, Does.Contain("is a folder"));
        Assert.That(await File.ReadAllTextAsync(At("c")), Is.EqualTo("file"));
    }

    [Test]
    public async Task Download_OneFails_GoesOnAndLeavesNothingHalf()
    {
        await PutAsync("a", "b", "c");
        Write("b", "before");
        Faults.Add(new EmbeddedFaultRule { Operation = EmbeddedOperation.GetObject, Key = "b", Fault = EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied") });

        DirectoryTransferResult result = await Store.DownloadDirectoryAsync(Bucket, null, Folder);

        Assert.That((result.Downloaded, result.Failed, result.Files[1].Error), Is.EqualTo((2, 1, result.Files[1].Error as S3AccessDeniedException)));
        Assert.That(await File.ReadAllTextAsync(At("b")), Is.EqualTo("before"));
        Assert.That(Tree(), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public async Task Download_CancelledHalfWay_LeavesWholeFilesOnly()
    {
        await PutAsync("a", "b");
        using var cancellation = new CancellationTokenSource();
        var log = new ReportLog { OnReport = report => _ = report.FilesDone == 1 ? Cancel(cancellation) : 0 };

        Task<DirectoryTransferResult> download = Store.DownloadDirectoryAsync(Bucket, null, Folder, new() { Progress = log, MaxConcurrentFiles = 1 }, cancellation.Token);

        Assert.That(Assert.CatchAsync<OperationCanceledException>(() => download.Soon())!.CancellationToken, Is.EqualTo(cancellation.Token));
        Assert.That(Tree(), Is.SubsetOf(new[] { "a", "b" }));
        Assert.That(await File.ReadAllTextAsync(At("a")), Is.EqualTo("a"));
    }

    [Test]
    public void Download_MissingBucket_IsNotFoundAndMakesNoFolder()
    {
        Assert.ThrowsAsync<S3NotFoundException>(() => Store.DownloadDirectoryAsync("no-bucket", null, At("new")));

        Assert.That(Tree(), Is.Empty);
    }

    [Test]
    public async Task Download_StoreThatRepeatsOrIgnoresThePrefix_IsTakenByTheKeysAlone()
    {
        await PutAsync("p/a");
        ObjectInfo info = (await Store.HeadObjectAsync(Bucket, "p/a"))!;
        IObjectStore store = InterceptedStore.Create(
            Store, (method, _) => method == nameof(IObjectStore.ListObjectsAsync) ? new[] { info, info, info with { Key = "../../up" } }.ToAsyncEnumerable() : null);

        DirectoryTransferResult result = await store.DownloadDirectoryAsync(Bucket, "p/", Folder);

        Assert.That(result.Files.Select(file => file.Path), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task Download_InAScope_IsOfThatScope()
    {
        await PutAsync("tenant/in/a", "other/in/b");

        DirectoryTransferResult result = await Store.Bucket(Bucket).Prefix("tenant/").DownloadDirectoryAsync("in/", Folder);

        Assert.That(Tree(), Is.EqualTo(new[] { "a" }));
        Assert.That(result.Files[0].Key, Is.EqualTo("in/a"));
    }

    private static int Cancel(CancellationTokenSource cancellation)
    {
        cancellation.Cancel();
        return 0;
    }

    private Task<DirectoryTransferResult> DownloadAsync(DownloadEnvironment environment) =>
        DirectoryTransfer.DownloadAsync(new DirectoryContext(Store, "DownloadDirectory", Bucket, null, new DownloadDirectoryOptions()), Folder, environment, CancellationToken.None);
}
