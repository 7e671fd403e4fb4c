namespace S3Kit.IntegrationTests;

/// <summary>Tags on a real store.</summary>
public sealed class TaggingTests : StoreFixture
{
    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["project"] = "a b+c=d/e@f", ["Project"] = "", ["\u043a\u043b\u044e\u0447:1.2_3"] = "\u65e5\u672c \u00e9",
    };

    private protected override void Configure(S3KitOptions options)
    {
        options.Transfers.PartSize = 5 * 1024 * 1024;
        options.Transfers.MultipartThreshold = 6 * 1024 * 1024;
    }

    [TestCase(10)]
    [TestCase(7 * 1024 * 1024)]
    public async Task Put_WithTags_HasThemAtOnce(int size)
    {
        await PutAsync("tagged", TestBytes.Of(size), new PutObjectOptions { Tags = Tags });

        var tagging = await Store.GetObjectTaggingAsync(Bucket, "tagged", cancellationToken: Deadline);
        var head = await Store.HeadObjectAsync(Bucket, "tagged", cancellationToken: Deadline);

        Assert.That(tagging.Tags, Is.EquivalentTo(Tags));
        Assert.That(head!.TagCount, Is.EqualTo(3));
    }

    [Test]
    public async Task Tags_ReplacedAndDeleted_AreGone()
    {
        await PutAsync("changing", TestBytes.Of(1), new PutObjectOptions { Tags = new Dictionary<string, string> { ["old"] = "1" } });

        await Store.PutObjectTaggingAsync(Bucket, "changing", Tags, cancellationToken: Deadline);
        var replaced = await Store.GetObjectTaggingAsync(Bucket, "changing", cancellationToken: Deadline);
        await Store.DeleteObjectTaggingAsync(Bucket, "changing", cancellationToken: Deadline);
        var none = await Store.GetObjectTaggingAsync(Bucket, "changing", cancellationToken: Deadline);

        Assert.That(replaced.Tags, Is.EquivalentTo(Tags));
        Assert.That(none.Tags, Is.Empty);
        Assert.That((await Store.HeadObjectAsync(Bucket, "changing", cancellationToken: Deadline))!.TagCount, Is.Null.Or.Zero);
        Assert.That(await GetAsync("changing"), Is.EqualTo(TestBytes.Of(1)), "the object is the same as before");
    }

    [Test]
    public void Tags_OfNoObject_AreNotFound()
    {
        Assert.ThrowsAsync<S3NotFoundException>(async () => await Store.GetObjectTaggingAsync(Bucket, "nothing", cancellationToken: Deadline));
        Assert.ThrowsAsync<S3NotFoundException>(async () => await Store.PutObjectTaggingAsync(Bucket, "nothing", Tags, cancellationToken: Deadline));
    }
}
