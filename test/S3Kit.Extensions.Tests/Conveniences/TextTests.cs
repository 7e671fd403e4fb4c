using System.Text;

namespace S3Kit.Tests.Conveniences;

public sealed class TextTests : EmbeddedFixture
{
    private const string Sample = "Žofie, 日本, 😀\n";

    [TestCase(null, "text/plain; charset=utf-8")]
    [TestCase("text/csv", "text/csv")]
    [TestCase("text/plain; charset=UTF-8", "text/plain; charset=UTF-8")]
    [TestCase("text/plain; charset=\"utf-16\"", "text/plain; charset=\"utf-16\"")]
    [TestCase("text/plain; charset=utf-16be", "text/plain; charset=utf-16be")]
    [TestCase("text/plain; charset=utf-32", "text/plain; charset=utf-32")]
    public async Task PutText_ThenGet_ReturnsIt(string? contentType, string stored)
    {
        await Store.PutTextAsync(Bucket, "key", Sample, new PutObjectOptions { ContentType = contentType, CacheControl = "no-cache" });

        ObjectInfo? info = await Store.HeadObjectAsync(Bucket, "key");
        Assert.That(await Store.GetTextAsync(Bucket, "key"), Is.EqualTo(Sample));
        Assert.That((info!.ContentType, info.CacheControl), Is.EqualTo((stored, "no-cache")));
    }

    [Test]
    public async Task PutText_NoCharset_IsUtf8WithoutMark()
    {
        await Store.PutTextAsync(Bucket, "key", Sample);

        Assert.That(await Store.GetBytesAsync(Bucket, "key"), Is.EqualTo(Encoding.UTF8.GetBytes(Sample)));
    }

    [TestCase("utf-16", new byte[] { 0xFF, 0xFE, 0x41, 0 })]
    [TestCase("utf-16be", new byte[] { 0, 0x41 })]
    [TestCase("iso-8859-1", new byte[] { 0x41 })]
    public async Task PutText_Charset_IsWrittenInIt(string charset, byte[] expected)
    {
        await Store.PutTextAsync(Bucket, "key", "A", new PutObjectOptions { ContentType = $"text/plain; charset={charset}" });

        Assert.That(await Store.GetBytesAsync(Bucket, "key"), Is.EqualTo(expected));
    }

    [TestCase("iso-8859-1", "日本")]
    [TestCase("us-ascii", "é")]
    [TestCase("utf-999", "A")]
    [TestCase("utf-7", "A")]
    public async Task PutText_CannotBeWritten_IsRefusedBeforeAnythingIsSent(string charset, string text)
    {
        Assert.ThrowsAsync<ArgumentException>(() => Store.PutTextAsync(Bucket, "key", text, new PutObjectOptions { ContentType = $"text/plain; charset={charset}" }));

        Assert.That(await Store.ExistsAsync(Bucket, "key"), Is.False);
    }

    [Test]
    public void PutText_HalfASurrogatePair_IsRefused()
    {
        ArgumentException? error = Assert.ThrowsAsync<ArgumentException>(() => Store.PutTextAsync(Bucket, "key", "ab" + '\ud83d'));

        Assert.That(error!.Message, Does.StartWith("The character at position 2 cannot be written in utf-8."));
    }

    [TestCase(new byte[] { 0xEF, 0xBB, 0xBF, 0x41 }, null, "A", Description = "A mark is no text.")]
    [TestCase(new byte[] { 0xEF, 0xBB, 0xBF, 0x41 }, "text/plain; charset=utf-8", "A")]
    [TestCase(new byte[] { 0xFF, 0xFE, 0x41, 0 }, null, "A")]
    [TestCase(new byte[] { 0xFE, 0xFF, 0, 0x41 }, "text/plain; charset=utf-8", "A", Description = "The mark is in the bytes, so it is right.")]
    [TestCase(new byte[] { 0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0 }, null, "A")]
    [TestCase(new byte[] { 0xE9 }, "text/plain; charset=iso-8859-1", "é")]
    [TestCase(new byte[] { 0xE9 }, "text/plain; charset='latin1'", "é")]
    [TestCase(new byte[] { 0xC3, 0xA9 }, "application/octet-stream", "é")]
    [TestCase(new byte[] { 0xC3, 0xA9 }, "no media type at all", "é")]
    [TestCase(new byte[] { }, null, "")]
    public async Task GetText_Bytes_AreReadAsTheyAreMeant(byte[] bytes, string? contentType, string expected)
    {
        await Store.PutBytesAsync(Bucket, "key", bytes, new PutObjectOptions { ContentType = contentType });

        Assert.That(await Store.GetTextAsync(Bucket, "key"), Is.EqualTo(expected));
    }

    [Test]
    public async Task GetText_EncodingGiven_IsTakenWhateverTheContentTypeSays()
    {
        await Store.PutBytesAsync(Bucket, "key", new byte[] { 0xE9 }, new PutObjectOptions { ContentType = "text/plain; charset=utf-8" });
        await Store.PutBytesAsync(Bucket, "marked", new byte[] { 0xEF, 0xBB, 0xBF, 0x41 });

        Assert.That(await Store.GetTextAsync(Bucket, "key", new ReadObjectOptions { Encoding = Encoding.Latin1 }), Is.EqualTo("é"));
        Assert.That(await Store.GetTextAsync(Bucket, "marked", new ReadObjectOptions { Encoding = new UTF8Encoding(false) }), Is.EqualTo("A"));
    }

    [TestCase(new byte[] { 0x41, 0xFF }, null)]
    [TestCase(new byte[] { 0x41, 0xC3 }, "text/plain")]
    [TestCase(new byte[] { 0xE9 }, "text/plain; charset=us-ascii")]
    [TestCase(new byte[] { 0x41 }, "text/plain; charset=utf-16")]
    [TestCase(new byte[] { 0x41 }, "text/plain; charset=klingon")]
    public async Task GetText_NoTextOfThatEncoding_IsIntegrityAndNothingIsReplaced(byte[] bytes, string? contentType)
    {
        await Store.PutBytesAsync(Bucket, "key", bytes, new PutObjectOptions { ContentType = contentType });

        S3IntegrityException? error = Assert.ThrowsAsync<S3IntegrityException>(() => Store.GetTextAsync(Bucket, "key"));

        Assert.That((error!.Bucket, error.Key), Is.EqualTo((Bucket, "key")));
        Assert.That(error.Message, Does.Contain("ReadObjectOptions.Encoding"));
    }

    [Test]
    public async Task GetText_LargerThanAllowed_Fails()
    {
        await Store.PutTextAsync(Bucket, "key", "123");

        Assert.ThrowsAsync<S3ObjectTooLargeException>(() => Store.GetTextAsync(Bucket, "key", new ReadObjectOptions { MaxSize = 2 }));
    }
}
