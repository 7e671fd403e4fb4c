using System.Diagnostics;
using System.Net;
using S3Kit.Embedded;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Directories;

public sealed class UploadDirectoryTests : FolderFixture
{
    [Test]
    public async Task Upload_Tree_StoresEveryFileUnderItsPath()
    {
        Write("a.txt");
        Write("b/c d+%.txt");
        Write("b/å/日本 😀.txt");
        Write(".hidden/x", "");
        Directory.CreateDirectory(At("empty"));

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket, "p/");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await KeysAsync(), Is.EquivalentTo(new[] { "p/.hidden/x", "p/a.txt", "p/b/c d+%.txt", "p/b/å/日本 😀.txt" }));
            Assert.That(await Store.GetTextAsync(Bucket, "p/b/å/日本 😀.txt"), Is.EqualTo("b/å/日本 😀.txt"));
            Assert.That((result.Uploaded, result.HasFailures, result.Files.Count, result.IsDryRun), Is.EqualTo((4, false, 4, false)));
            Assert.That(result.BytesTransferred, Is.EqualTo(result.Files.Sum(file => file.Size)).And.GreaterThan(0));
            Assert.That(result.Files[1], Is.EqualTo(new DirectoryFileResult { Path = "a.txt", Key = "p/a.txt", FilePath = At("a.txt"), Outcome = DirectoryFileOutcome.Uploaded, Size = 5 }));
            Assert.That(result.ThrowIfFailed, Throws.Nothing);
        }
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task Upload_NoPrefix_StoresAtTheTop(string? prefix)
    {
        Write("a");

        await Store.UploadDirectoryAsync(Folder + Path.DirectorySeparatorChar, Bucket, prefix);

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "a" }));
    }

    [TestCase("p")]
    [TestCase("/")]
    [TestCase("../")]
    [TestCase("p/../q/")]
    public async Task Upload_PrefixThatIsNone_IsRefused(string prefix)
    {
        Write("a");

        Assert.ThrowsAsync<ArgumentException>(() => Store.UploadDirectoryAsync(Folder, Bucket, prefix));

        Assert.That(await KeysAsync(), Is.Empty);
    }

    [Test]
    public void Upload_WrongArguments_AreRefused()
    {
        Assert.ThrowsAsync<DirectoryNotFoundException>(() => Store.UploadDirectoryAsync(At("none"), Bucket));
        Assert.ThrowsAsync<ArgumentException>(() => Store.UploadDirectoryAsync("", Bucket));
        Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.UploadDirectoryAsync(Folder, Bucket, options: new() { MaxConcurrentFiles = 0 }));
        Assert.ThrowsAsync<ArgumentException>(() => Store.UploadDirectoryAsync(Folder, Bucket, options: new() { SearchPattern = "" }));
    }

    [Test]
    public async Task Upload_Selection_TakesWhatItSays()
    {
        Write("a.txt");
        Write("a.TXT");
        Write("b.md");
        Write("sub/c.txt");
        Write("sub/d.txt");

        await Store.UploadDirectoryAsync(Folder, Bucket, "pattern/", new() { SearchPattern = "*.txt" });
        await Store.UploadDirectoryAsync(Folder, Bucket, "flat/", new() { Recursive = false });
        await Store.UploadDirectoryAsync(Folder, Bucket, "filter/", new() { Filter = path => path.StartsWith("sub/", StringComparison.Ordinal), SearchPattern = "?.txt" });

        Assert.That(await KeysAsync(), Is.EqualTo(new[]
        {
            "filter/sub/c.txt", "filter/sub/d.txt", "flat/a.TXT", "flat/a.txt", "flat/b.md", "pattern/a.txt", "pattern/sub/c.txt", "pattern/sub/d.txt",
        }));
    }

    [Test]
    public async Task Upload_FileOptions_ApplyToTheirFile()
    {
        Write("a.html");
        Write("b");

        await Store.UploadDirectoryAsync(Folder, Bucket, options: new() { FileOptions = path => path.EndsWith(".html", StringComparison.Ordinal) ? new() { ContentType = "text/html" } : null });

        Assert.That((await Store.HeadObjectAsync(Bucket, "a.html"))!.ContentType, Is.EqualTo("text/html"));
        Assert.That((await Store.HeadObjectAsync(Bucket, "b"))!.ContentType, Is.EqualTo("application/octet-stream"));
    }

    [TestCase(null, "nowhere", DirectoryFileOutcome.Failed, TestName = "Upload_FileOptionsWithoutEndpoint_GoWhereTheFolderGoes")]
    [TestCase("embedded", "nowhere", DirectoryFileOutcome.Uploaded, TestName = "Upload_FileOptionsWithEndpoint_GoThere")]
    public async Task Upload_FileOptions_Endpoint(string? own, string ofFolder, DirectoryFileOutcome expected)
    {
        Write("a.html");

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket, options: new() { Endpoint = ofFolder, FileOptions = _ => new() { ContentType = "text/html", Endpoint = own } });

        Assert.That(result.Files.Single().Outcome, Is.EqualTo(expected));
        Assert.That(result.Files.Single().Error, expected == DirectoryFileOutcome.Failed ? Is.TypeOf<S3NoEndpointException>() : Is.Null);
    }

    [Test]
    public async Task Upload_OneFails_GoesOnAndTells()
    {
        Write("a");
        Write("b");
        Write("c");
        Faults.Add(new EmbeddedFaultRule { Operation = EmbeddedOperation.PutObject, Key = "b", Fault = EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied") });

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket);

        S3DirectoryTransferException? thrown = Assert.Throws<S3DirectoryTransferException>(result.ThrowIfFailed);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await KeysAsync(), Is.EqualTo(new[] { "a", "c" }));
            Assert.That((result.Uploaded, result.Failed, result.HasFailures), Is.EqualTo((2, 1, true)));
            Assert.That(result.Files[1].Error, Is.TypeOf<S3AccessDeniedException>());
            Assert.That(thrown!.Result, Is.SameAs(result));
            Assert.That(thrown.InnerException, Is.SameAs(result.Files[1].Error));
            Assert.That((thrown.Kind, thrown.Operation, thrown.Bucket, thrown.IsTransient), Is.EqualTo((S3ErrorKind.DirectoryTransfer, "UploadDirectory", Bucket, false)));
            Assert.That(thrown.Message, Does.StartWith("UploadDirectory of 'bucket' failed for 1 of 3 files; 'b': "));
        }
    }

    [Test]
    public async Task Upload_AllFailuresTransient_IsTransient()
    {
        Write("a");
        Faults.Add(new EmbeddedFaultRule { Operation = EmbeddedOperation.PutObject, Fault = EmbeddedFault.Status(HttpStatusCode.ServiceUnavailable, "SlowDown") });

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket);

        Assert.That(Assert.Throws<S3DirectoryTransferException>(result.ThrowIfFailed)!.IsTransient, Is.True);
    }

    [Test]
    public async Task Upload_StopOnFirstFailure_BeginsNoOther()
    {
        Write("a");
        Write("b");
        Write("c");
        Faults.Add(new EmbeddedFaultRule { Operation = EmbeddedOperation.PutObject, Times = 1, Fault = EmbeddedFault.Status(HttpStatusCode.Forbidden, "AccessDenied") });
        var log = new ReportLog();

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket, options: new() { StopOnFirstFailure = true, MaxConcurrentFiles = 1, Progress = log });

        Assert.That((result.Failed, result.NotStarted, result.Uploaded), Is.EqualTo((1, 2, 0)));
        Assert.That(await KeysAsync(), Is.Empty);
        Assert.That(log.Reports[^1] with { CurrentFile = null }, Is.EqualTo(new DirectoryProgress { FilesDone = 1, FilesFailed = 1, FilesTotal = 3, BytesDone = 0, BytesTotal = 3 }));
    }

    [Test]
    public async Task Upload_CallbackThrows_IsThatFilesFailure()
    {
        Write("a");
        Write("b");

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket, options: new() { FileOptions = path => path == "a" ? throw new InvalidOperationException("no") : null });

        Assert.That(result.Files[0].Error, Is.TypeOf<InvalidOperationException>());
        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    public async Task Upload_ManyFiles_RunsAsManyAtATimeAsAllowed()
    {
        for (int i = 0; i < 6; i++)
        {
            Write($"f{i}");
        }

        int running = 0;
        int most = 0;
        var three = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        IObjectStore store = InterceptedStore.Create(Store, (method, arguments) => method == nameof(IObjectStore.UploadFileAsync) ? UploadAsync(arguments) : null);

        await store.UploadDirectoryAsync(Folder, Bucket, options: new() { MaxConcurrentFiles = 3 }).Soon();

        Assert.That(most, Is.EqualTo(3));

        async Task<PutObjectResult> UploadAsync(object?[] arguments)
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            if (now == 3)
            {
                three.TrySetResult();
            }

            // Nobody ends before there are three: fewer would never get on.
            await three.Task;
            Interlocked.Decrement(ref running);
            return await Store.UploadFileAsync((string)arguments[0]!, Bucket, (string)arguments[2]!);
        }
    }

    [Test]
    public async Task Upload_Progress_IsInOrderAndExact()
    {
        long bytes = 0;
        for (int i = 0; i < 20; i++)
        {
            Write($"f{i:00}", new string('x', i));
            bytes += i;
        }

        var log = new ReportLog();

        await Store.UploadDirectoryAsync(Folder, Bucket, options: new() { MaxConcurrentFiles = 8, Progress = log });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(log.WasConcurrent, Is.False);
            Assert.That(log.Reports.Select(report => report.FilesDone), Is.EqualTo(Enumerable.Range(0, 21)));
            Assert.That(log.Reports.Select(report => report.BytesDone), Is.Ordered);
            Assert.That(log.Reports, Is.All.Matches<DirectoryProgress>(report => report is { FilesTotal: 20, FilesFailed: 0 } && report.BytesTotal == bytes));
            Assert.That(log.Reports[0].CurrentFile, Is.Null);
            Assert.That(log.Reports.Skip(1).Select(report => report.CurrentFile), Is.Unique.And.All.Not.Null);
            Assert.That(log.Reports[^1].BytesDone, Is.EqualTo(bytes));
        }
    }

    [Test]
    public async Task Upload_FileGrewMeanwhile_ProgressEndsExact()
    {
        Write("a", "12");
        var log = new ReportLog { OnReport = report => File.WriteAllText(At("a"), report.FilesDone == 0 ? "12345" : "") };

        await Store.UploadDirectoryAsync(Folder, Bucket, options: new() { Progress = log });

        Assert.That((log.Reports[0].BytesTotal, log.Reports[^1].BytesTotal, log.Reports[^1].BytesDone), Is.EqualTo((2, 5, 5)));
    }

    [Test]
    public async Task Upload_ProgressThrows_EndsTheTransferWithIt()
    {
        Write("a");
        Write("b");
        var log = new ReportLog { OnReport = report => _ = report.FilesDone == 1 ? throw new InvalidOperationException("enough") : 0 };

        InvalidOperationException? error = Assert.ThrowsAsync<InvalidOperationException>(() => Store.UploadDirectoryAsync(Folder, Bucket, options: new() { Progress = log, MaxConcurrentFiles = 1 }).Soon());

        Assert.That(error!.Message, Is.EqualTo("enough"));
        Assert.That(log.Reports, Has.Count.EqualTo(2));
        Assert.That(await KeysAsync(), Is.SubsetOf(new[] { "a", "b" }));
    }

    [Test]
    public async Task Upload_Cancelled_IsTheCallersCancellation()
    {
        Write("a");
        Write("b");
        using var cancellation = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        IObjectStore store = InterceptedStore.Create(Store, (method, arguments) => method == nameof(IObjectStore.UploadFileAsync) ? UploadAsync((CancellationToken)arguments[^1]!) : null);

        Task<DirectoryTransferResult> upload = store.UploadDirectoryAsync(Folder, Bucket, cancellationToken: cancellation.Token);
        await begun.Task.Soon();
        await cancellation.CancelAsync();

        Assert.That(Assert.CatchAsync<OperationCanceledException>(() => upload.Soon())!.CancellationToken, Is.EqualTo(cancellation.Token));
        Assert.That(await KeysAsync(), Is.Empty);

        async Task<PutObjectResult> UploadAsync(CancellationToken token)
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            throw new InvalidOperationException("Never.");
        }
    }

    [Test]
    public async Task Upload_Links_AreLeftOutUnlessFollowed()
    {
        Write("real/a");
        await File.WriteAllTextAsync(Path.Combine(Outside, "secret"), "secret");
        File.CreateSymbolicLink(At("file-link"), Path.Combine(Outside, "secret"));
        Directory.CreateSymbolicLink(At("folder-link"), Outside);

        DirectoryTransferResult skipped = await Store.UploadDirectoryAsync(Folder, Bucket, "skip/");
        DirectoryTransferResult followed = await Store.UploadDirectoryAsync(Folder, Bucket, "follow/", new() { SymbolicLinks = SymbolicLinkHandling.Follow });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await KeysAsync(), Is.EqualTo(new[] { "follow/file-link", "follow/folder-link/secret", "follow/real/a", "skip/real/a" }));
            Assert.That(skipped.Files.Select(file => (file.Path, file.Outcome)), Is.EqualTo(new[]
            {
                ("file-link", DirectoryFileOutcome.Skipped), ("folder-link", DirectoryFileOutcome.Skipped), ("real/a", DirectoryFileOutcome.Uploaded),
            }));
            Assert.That(skipped.Files[0].Reason, Does.Contain("symbolic link"));
            Assert.That(followed.Files[0].Size, Is.EqualTo(6));
        }
    }

    [Test]
    public async Task Upload_FileTurnedIntoALink_IsNotFollowed()
    {
        Write("a");
        await File.WriteAllTextAsync(Path.Combine(Outside, "secret"), "secret");
        var log = new ReportLog
        {
            OnReport = report =>
            {
                if (report.FilesDone == 0)
                {
                    File.Delete(At("a"));
                    File.CreateSymbolicLink(At("a"), Path.Combine(Outside, "secret"));
                }
            },
        };

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket, options: new() { Progress = log });

        Assert.That(result.Skipped, Is.EqualTo(1));
        Assert.That(await KeysAsync(), Is.Empty);
    }

    [Test]
    public async Task Upload_LinksInACircle_EndAsFailures()
    {
        Write("a");
        Write("sub/b");
        Directory.CreateSymbolicLink(At("sub/up"), Folder);
        File.CreateSymbolicLink(At("nowhere"), At("gone"));

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket, options: new() { SymbolicLinks = SymbolicLinkHandling.Follow }).Soon();

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "a", "sub/b" }));
        Assert.That(result.Files.Where(file => file.Error is not null).Select(file => file.Path), Is.EqualTo(new[] { "nowhere", "sub/up/" }));
    }

    [Test]
    public async Task Upload_FolderThatIsALinkItself_IsUploaded()
    {
        Write("a");
        Directory.CreateSymbolicLink(Path.Combine(Outside, "link"), Folder);

        await Store.UploadDirectoryAsync(Path.Combine(Outside, "link"), Bucket);

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public async Task Upload_KeyTooLong_IsThatFilesFailure()
    {
        Write("a");
        Write("b/" + new string('n', 200));

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket, new string('p', 900) + "/");

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { new string('p', 900) + "/a" }));
        Assert.That(result.Files[1].Error!.Message, Does.Contain("1103 bytes"));
    }

    [Test]
    public async Task Upload_LockedFile_IsThatFilesFailure()
    {
        Write("a");
        Write("b");
        await using var locked = new FileStream(At("a"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket);

        Assert.That(result.Files[0].Error, Is.InstanceOf<IOException>());
        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "b" }));
    }

    [Test]
    [Platform("Linux", Reason = "Other systems have no such names.")]
    public async Task Upload_NamesThatNoKeyCanHave_AreFailures()
    {
        Write("a");
        Write("..\\b");
        await ShellAsync("touch \"$(printf 'bad-\\377')\"; mkdir \"$(printf 'folder-\\377')\"; touch \"$(printf 'folder-\\377')/x\"");

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket);

        // .NET cannot name them to delete them either.
        await ShellAsync("rm -r ./*");
        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "a" }));
        Assert.That(result.Files.Where(file => file.Error is not null).Select(file => file.Path), Is.EqualTo(new[] { "..\\b", "bad-\uFFFD", "folder-\uFFFD/" }));
        Assert.That(result.Files.Single(file => file.Path == "bad-\uFFFD").Error!.Message, Does.Contain("not valid UTF-8"));
    }

    [Test]
    [Platform("Linux", Reason = "Other systems keep none in folders.")]
    public async Task Upload_PipeInTheFolder_IsSkippedAndNotWaitedFor()
    {
        Write("a", "");
        await ShellAsync("mkfifo pipe");

        DirectoryTransferResult result = await Store.UploadDirectoryAsync(Folder, Bucket).Soon();

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "a" }));
        Assert.That((result.Files[1].Path, result.Files[1].Outcome, result.Files[1].Reason), Is.EqualTo(("pipe", DirectoryFileOutcome.Skipped, "it is no regular file")));
    }

    [Test]
    public async Task Upload_InAScope_TellsRelativeKeys()
    {
        Write("a");

        DirectoryTransferResult result = await Store.Bucket(Bucket).Prefix("tenant/").UploadDirectoryAsync(Folder, "in/");

        Assert.That(await KeysAsync(), Is.EqualTo(new[] { "tenant/in/a" }));
        Assert.That(result.Files[0].Key, Is.EqualTo("in/a"));
        Assert.ThrowsAsync<ArgumentException>(() => Store.Bucket(Bucket).Prefix("tenant/").UploadDirectoryAsync(Folder, "../"));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value > seen)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private async Task ShellAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = Folder })!;
        await shell.WaitForExitAsync().Soon();
        Assert.That(shell.ExitCode, Is.Zero);
    }
}
