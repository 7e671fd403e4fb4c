using System.Net;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Transfers;

public sealed class FileTransferTests
{
    private string _folder = null!;
    private FakeServer _server = null!;
    private ServiceProvider _services = null!;
    private IObjectStore _store = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("s3kit-test-").FullName;
        _server = new FakeServer(_ => Replies.Bytes(200, [1, 2, 3]).With("ETag", "\"tag\""));
        _services = FakeServices.Create(_server);
        _store = _services.Store();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _services.DisposeAsync();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Download_NewFile_WritesItAndMakesItsFolders()
    {
        string path = Path.Combine(_folder, "a", "b", "file");

        DownloadFileResult result = await _store.DownloadFileAsync("bucket", "key", path);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(Files(), Is.EqualTo(new[] { path }));
            Assert.That((result.FilePath, result.Size, result.ETag, result.Endpoint), Is.EqualTo((path, 3, "tag", "a")));
            Assert.That(result.Location.OriginalString, Is.EqualTo("http://127.0.0.1:1/bucket/key"));
        }
    }

    [Test]
    public async Task Download_EmptyObject_MakesAnEmptyFile()
    {
        _server.Answer = _ => Replies.Empty(200);

        await _store.DownloadFileAsync("bucket", "key", At("file"));

        Assert.That(new FileInfo(At("file")).Length, Is.Zero);
    }

    [Test]
    public async Task Download_NoAnnouncedLength_WritesAll()
    {
        _server.Answer = _ =>
        {
            HttpResponseMessage response = Replies.Bytes(200, PatternStream.Bytes(0, 300_000));
            response.Content.Headers.ContentLength = null;
            return response;
        };

        DownloadFileResult result = await _store.DownloadFileAsync("bucket", "key", At("file"));

        Assert.That(await File.ReadAllBytesAsync(At("file")), Is.EqualTo(PatternStream.Bytes(0, 300_000)));
        Assert.That(result.Size, Is.EqualTo(300_000));
    }

    [Test]
    public async Task Download_ExistingFile_IsReplacedInOneStep()
    {
        await File.WriteAllTextAsync(At("file"), "before, and longer");
        await using var reader = new FileStream(At("file"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        await _store.DownloadFileAsync("bucket", "key", At("file"));

        Assert.That(await File.ReadAllBytesAsync(At("file")), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(reader.Length, Is.EqualTo(18), "Who had it open still reads what was there: it was not written over.");
    }

    [Test]
    public async Task Download_ExistingFileNotToBeOverwritten_IsRefusedBeforeAnythingIsSent()
    {
        await File.WriteAllTextAsync(At("file"), "before");

        Assert.ThrowsAsync<IOException>(() => _store.DownloadFileAsync("bucket", "key", At("file"), new DownloadFileOptions { Overwrite = false }));

        Assert.That(await File.ReadAllTextAsync(At("file")), Is.EqualTo("before"));
        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public async Task Download_FileThatAppearsMeanwhile_IsNotOverwritten()
    {
        _server.Answer = _ =>
        {
            File.WriteAllText(At("file"), "quicker");
            return Replies.Bytes(200, [1]);
        };

        Assert.ThrowsAsync<IOException>(() => _store.DownloadFileAsync("bucket", "key", At("file"), new DownloadFileOptions { Overwrite = false }));

        Assert.That(await File.ReadAllTextAsync(At("file")), Is.EqualTo("quicker"));
        Assert.That(Files(), Is.EqualTo(new[] { At("file") }));
    }

    [Test]
    public void Download_Folder_IsRefused()
    {
        Assert.ThrowsAsync<ArgumentException>(() => _store.DownloadFileAsync("bucket", "key", _folder));
        Assert.ThrowsAsync<ArgumentException>(() => _store.DownloadFileAsync("bucket", "key", At("new") + Path.DirectorySeparatorChar));
        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public async Task Download_RelativePath_IsTakenFromTheCurrentFolder()
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, At("file"));

        DownloadFileResult result = await _store.DownloadFileAsync("bucket", "key", relative);

        Assert.That(result.FilePath, Is.EqualTo(At("file")));
        Assert.That(File.Exists(At("file")), Is.True);
    }

    [Test]
    public async Task Download_LongestNameThereIs_IsWritten()
    {
        string name = new('n', 255);

        await _store.DownloadFileAsync("bucket", "key", At(name));

        Assert.That(File.Exists(At(name)), Is.True);
    }

    [TestCase("404")]
    [TestCase("short")]
    [TestCase("broken")]
    [TestCase("long")]
    [TestCase("oversized")]
    public async Task Download_Failure_LeavesWhatWasThere(string how)
    {
        _server.Answer = _ => how switch
        {
            "404" => Replies.Error(404, "NoSuchKey"),
            "short" => Announce(Replies.Bytes(200, [1, 2]), 3),
            "broken" => Replies.Broken(200, "half", 8),
            "long" => Announce(Replies.Bytes(200, [1, 2]), 1),

            // More than any disk holds: reserving the room fails as writing to a full disk does.
            _ => Announce(Replies.Bytes(200, [1, 2]), 1L << 60),
        };
        await File.WriteAllTextAsync(At("file"), "before");

        Exception? error = Assert.CatchAsync(() => _store.DownloadFileAsync("bucket", "key", At("file")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error, how switch { "404" => Is.TypeOf<S3NotFoundException>(), "oversized" => Is.InstanceOf<IOException>(), _ => Is.TypeOf<S3IntegrityException>() });
            Assert.That(await File.ReadAllTextAsync(At("file")), Is.EqualTo("before"));
            Assert.That(Files(), Is.EqualTo(new[] { At("file") }), "No temporary file is left.");
            Assert.That(_services.GetRequiredService<IEndpointRegistry>().GetEndpoint("a").InFlightRequests, Is.Zero);
        }
    }

    [Test]
    public void Download_MissingKey_MakesNoFolder()
    {
        _server.Answer = _ => Replies.Error(404, "NoSuchKey");

        Assert.ThrowsAsync<S3NotFoundException>(() => _store.DownloadFileAsync("bucket", "key", Path.Combine(_folder, "new", "file")));

        Assert.That(Directory.Exists(At("new")), Is.False);
    }

    [Test]
    public async Task Download_CancelledWithinTheBody_LeavesNothing()
    {
        var body = new StalledStream();
        _server.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) }.With("ETag", "\"tag\"");
        using var cancellation = new CancellationTokenSource();

        Task<DownloadFileResult> download = _store.DownloadFileAsync("bucket", "key", At("file"), cancellationToken: cancellation.Token);
        await body.Reading;
        await cancellation.CancelAsync();

        OperationCanceledException? error = Assert.CatchAsync<OperationCanceledException>(() => download);
        Assert.That(error!.CancellationToken, Is.EqualTo(cancellation.Token));
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void Download_ParentIsAFile_SaysSo()
    {
        File.WriteAllText(At("file"), "no folder");

        Assert.CatchAsync<IOException>(() => _store.DownloadFileAsync("bucket", "key", Path.Combine(At("file"), "below")));
        Assert.That(File.ReadAllText(At("file")), Is.EqualTo("no folder"));
    }

    [Test]
    public async Task Upload_File_SendsItsBytes()
    {
        await File.WriteAllBytesAsync(At("file"), PatternStream.Bytes(0, 200_000));

        PutObjectResult result = await _store.UploadFileAsync(At("file"), "bucket", "key", new UploadFileOptions { ContentType = "x/y" });

        Assert.That(_server.Last.Body, Is.EqualTo(PatternStream.Bytes(0, 200_000)));
        Assert.That(_server.Last.Headers["content-type"], Is.EqualTo("x/y"));
        Assert.That(result.Size, Is.EqualTo(200_000));
    }

    [Test]
    public void Upload_MissingFile_SaysSo()
    {
        Assert.ThrowsAsync<FileNotFoundException>(() => _store.UploadFileAsync(At("none"), "bucket", "key"));
        Assert.ThrowsAsync<DirectoryNotFoundException>(() => _store.UploadFileAsync(Path.Combine(_folder, "none", "file"), "bucket", "key"));
        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public async Task Upload_LockedFile_SaysSo()
    {
        await using var locked = new FileStream(At("file"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        Assert.ThrowsAsync<IOException>(() => _store.UploadFileAsync(At("file"), "bucket", "key"));

        Assert.That(_server.Requests, Is.Empty);
    }

    [Test]
    public async Task Upload_Done_LetsGoOfTheFile()
    {
        await File.WriteAllTextAsync(At("file"), "text");

        await _store.UploadFileAsync(At("file"), "bucket", "key");

        await using var exclusive = new FileStream(At("file"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.That(exclusive.Length, Is.EqualTo(4));
    }

    private static HttpResponseMessage Announce(HttpResponseMessage response, long length)
    {
        var content = new StreamContent(response.Content.ReadAsStream());
        content.Headers.ContentLength = length;
        response.Content = content;
        return response;
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string[] Files() => Directory.GetFiles(_folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = default });
}
