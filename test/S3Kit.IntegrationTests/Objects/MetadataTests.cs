namespace S3Kit.IntegrationTests;

public sealed class MetadataTests : StoreFixture
{
    private static readonly TestCaseData[] Values =
    [
        new("plain"),
        new("two  spaces"),
        new("Käse, 日本語, 😀"),
        new("=?UTF-8?Q?not=20ours?="),
        new("a=b; c=\"d\", e"),
        new TestCaseData(new string('é', 300)).SetArgDisplayNames("300 two-byte characters"),
    ];

    [Test]
    public async Task Put_ContentHeaders_ComeBack()
    {
        var options = new PutObjectOptions
        {
            ContentType = "text/plain; charset=utf-8",
            ContentDisposition = "attachment; filename=\"a b.txt\"; filename*=UTF-8''%E2%82%AC.txt",
            ContentEncoding = "gzip",
            ContentLanguage = "de-AT",
            CacheControl = "max-age=60, private",
        };

        // Not gzip at all: what is stored is delivered, never decoded.
        await PutAsync("headers", TestBytes.Of(20), options);

        await using var result = await Store.GetObjectAsync(Bucket, "headers", cancellationToken: Deadline);
        var head = await Store.HeadObjectAsync(Bucket, "headers", cancellationToken: Deadline);
        using (Assert.EnterMultipleScope())
        {
            foreach (var info in (ObjectInfo[])[result.Info, head!])
            {
                Assert.That(info.ContentType, Is.EqualTo(options.ContentType));
                Assert.That(info.ContentDisposition, Is.EqualTo(options.ContentDisposition));
                Assert.That(info.ContentEncoding, Is.EqualTo(options.ContentEncoding));
                Assert.That(info.ContentLanguage, Is.EqualTo(options.ContentLanguage));
                Assert.That(info.CacheControl, Is.EqualTo(options.CacheControl));
            }

            Assert.That(await result.Content.ReadToEndAsync(Deadline), Is.EqualTo(TestBytes.Of(20)));
        }
    }

    [TestCaseSource(nameof(Values))]
    public async Task Put_MetadataValue_ComesBackExactly(string value)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["Note"] = value };
        await PutAsync("metadata", TestBytes.Of(1), new PutObjectOptions { Metadata = metadata });

        await using var result = await Store.GetObjectAsync(Bucket, "metadata", cancellationToken: Deadline);
        var head = await Store.HeadObjectAsync(Bucket, "metadata", cancellationToken: Deadline);

        Assert.That(result.Info.Metadata["note"], Is.EqualTo(value));
        Assert.That(head!.Metadata["note"], Is.EqualTo(value));
    }

    [Test]
    public async Task Put_MetadataNames_ComeBackInLowerCaseAndAreFoundInAny()
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["Author-Name"] = "Zoë", ["x_y.z"] = "1" };
        await PutAsync("names", TestBytes.Of(1), new PutObjectOptions { Metadata = metadata });

        var head = await Store.HeadObjectAsync(Bucket, "names", cancellationToken: Deadline);

        Assert.That(head!.Metadata.Keys, Is.SupersetOf((string[])["author-name"]));
        Assert.That(head.Metadata["AUTHOR-name"], Is.EqualTo("Zoë"));
        Assert.That(head.Metadata, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Put_StorageClass_IsTaken()
    {
        await PutAsync("class", TestBytes.Of(1), new PutObjectOptions { StorageClass = "STANDARD" });

        var page = await Store.ListObjectsPageAsync(Bucket, "class", cancellationToken: Deadline);

        Assert.That(page.Objects.Single().StorageClass, Is.EqualTo("STANDARD"));
    }
}
