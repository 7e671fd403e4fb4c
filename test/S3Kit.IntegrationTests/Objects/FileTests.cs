namespace S3Kit.IntegrationTests;

public sealed class FileTests : StoreFixture
{
    private TemporaryDirectory _directory = null!;

    [SetUp]
    public void MakeDirectory() => _directory = new TemporaryDirectory();

    [TearDown]
    public void DropDirectory() => _directory.Dispose();

    [Test]
    public async Task Upload_File_TellsWhatPutTells()
    {
        var content = TestBytes.Of(3000);
        await File.WriteAllBytesAsync(_directory.File("report.csv"), content, Deadline);

        var result = await Store.UploadFileAsync(
            _directory.File("report.csv"), Bucket, "files/report.csv", new UploadFileOptions { ContentType = "text/csv" }, Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Location.AbsoluteUri, Is.EqualTo($"{TestServers.Url(result.Endpoint)}/{Bucket}/files/report.csv"));
            Assert.That(result.ETag, Is.EqualTo(TestBytes.Md5(content)));
            Assert.That(result.Size, Is.EqualTo(3000));
        }

        var head = await Store.HeadObjectAsync(Bucket, "files/report.csv", cancellationToken: Deadline);
        Assert.That(head!.ContentType, Is.EqualTo("text/csv"));
    }

    [Test]
    public async Task Upload_MissingFile_FailsAndStoresNothing()
    {
        Assert.That(
            async () => await Store.UploadFileAsync(_directory.File("none"), Bucket, "none", cancellationToken: Deadline),
            Throws.TypeOf<FileNotFoundException>());

        Assert.That(await Store.HeadObjectAsync(Bucket, "none", cancellationToken: Deadline), Is.Null);
    }

    [Test]
    public async Task Download_ToNewFolders_WritesTheFileAndNothingElse()
    {
        var content = TestBytes.Of(3000);
        var put = await PutAsync("downloads/a", content);
        var path = _directory.File("x/y/z.bin");

        var result = await Store.DownloadFileAsync(Bucket, "downloads/a", path, cancellationToken: Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await File.ReadAllBytesAsync(path, Deadline), Is.EqualTo(content));
            Assert.That(result.FilePath, Is.EqualTo(path));
            Assert.That(result.Size, Is.EqualTo(3000));
            Assert.That(result.ETag, Is.EqualTo(put.ETag));
            Assert.That(result.Location.AbsoluteUri, Is.EqualTo($"{TestServers.Url(result.Endpoint)}/{Bucket}/downloads/a"));
            Assert.That(Directory.GetFiles(_directory.FullPath, "*", SearchOption.AllDirectories), Is.EqualTo((string[])[path]));
        }
    }

    [Test]
    public async Task Download_Range_WritesThatPart()
    {
        var content = TestBytes.Of(3000);
        await PutAsync("downloads/part", content);

        var result = await Store.DownloadFileAsync(
            Bucket, "downloads/part", _directory.File("part"), new DownloadFileOptions { Range = ByteRange.Between(1000, 1999) }, Deadline);

        Assert.That(result.Size, Is.EqualTo(1000));
        Assert.That(await File.ReadAllBytesAsync(_directory.File("part"), Deadline), Is.EqualTo(content[1000..2000]));
    }

    [Test]
    public async Task Download_MissingKey_LeavesTheOldFileAndNothingElse()
    {
        await File.WriteAllTextAsync(_directory.File("old"), "old", Deadline);

        Assert.That(
            async () => await Store.DownloadFileAsync(Bucket, "no/such/key", _directory.File("old"), cancellationToken: Deadline),
            Throws.TypeOf<S3NotFoundException>());

        Assert.That(await File.ReadAllTextAsync(_directory.File("old"), Deadline), Is.EqualTo("old"));
        Assert.That(Directory.GetFileSystemEntries(_directory.FullPath), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Download_NoOverwrite_KeepsTheOldFile()
    {
        await PutAsync("downloads/new", TestBytes.Of(10));
        await File.WriteAllTextAsync(_directory.File("old"), "old", Deadline);

        Assert.That(
            async () => await Store.DownloadFileAsync(
                Bucket, "downloads/new", _directory.File("old"), new DownloadFileOptions { Overwrite = false }, Deadline),
            Throws.InstanceOf<IOException>());

        Assert.That(await File.ReadAllTextAsync(_directory.File("old"), Deadline), Is.EqualTo("old"));
    }
}
