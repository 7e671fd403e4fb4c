namespace S3Kit.IntegrationTests;

public sealed class SizeTests : StoreFixture
{
    private const int Kilobyte = 1024;
    private const int Megabyte = 1024 * 1024;

    [Test]
    public async Task Put_SeekableStream_EveryByteArrives([Values(0, 1, 4 * Kilobyte, 5 * Megabyte, 64 * Megabyte)] int size)
    {
        var content = TestBytes.Of(size, seed: 1);

        var result = await PutAsync("seekable", content);

        Assert.That(result.Size, Is.EqualTo(size));
        await AssertStoredAsync("seekable", content);
    }

    [Test]
    public async Task Put_StreamOfDeclaredLength_EveryByteArrives([Values(0, 1, 4 * Kilobyte, 5 * Megabyte, 64 * Megabyte)] int size)
    {
        var content = TestBytes.Of(size, seed: 2);
        await using var source = new ForwardOnlyStream(new MemoryStream(content));

        var result = await Store.PutObjectAsync(Bucket, "forward-only", source, new PutObjectOptions { ContentLength = size }, Deadline);

        Assert.That(result.Size, Is.EqualTo(size));
        await AssertStoredAsync("forward-only", content);
    }

    [Test]
    public async Task UploadAndDownload_File_EveryByteArrives([Values(0, 1, 4 * Kilobyte, 5 * Megabyte, 64 * Megabyte)] int size)
    {
        using var directory = new TemporaryDirectory();
        var content = TestBytes.Of(size, seed: 3);
        await File.WriteAllBytesAsync(directory.File("source"), content, Deadline);

        var uploaded = await Store.UploadFileAsync(directory.File("source"), Bucket, "file", cancellationToken: Deadline);
        var downloaded = await Store.DownloadFileAsync(Bucket, "file", directory.File("target"), cancellationToken: Deadline);

        Assert.That(uploaded.Size, Is.EqualTo(size));
        Assert.That(downloaded.Size, Is.EqualTo(size));
        Assert.That(await TestBytes.Sha256OfFileAsync(directory.File("target"), Deadline), Is.EqualTo(TestBytes.Sha256(content)));
        await AssertStoredAsync("file", content);
    }

    private async Task AssertStoredAsync(string key, byte[] content)
    {
        await using var result = await Store.GetObjectAsync(Bucket, key, cancellationToken: Deadline);

        Assert.That(result.ContentLength, Is.EqualTo(content.Length));
        Assert.That(await TestBytes.Sha256Async(result.Content, Deadline), Is.EqualTo(TestBytes.Sha256(content)));
    }
}
