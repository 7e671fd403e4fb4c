namespace S3Kit.IntegrationTests;

public sealed class MoveTests : StoreFixture
{
    private const int MiB = 1024 * 1024;

    private protected override void Configure(S3KitOptions options)
    {
        options.Transfers.MultipartCopyThreshold = 6 * MiB;
        options.Transfers.CopyPartSize = 5 * MiB;
    }

    [TearDown]
    public Task EmptyBucketAsync() => Buckets.EmptyAsync(Store, Bucket, CancellationToken.None);

    [TestCase(0)]
    [TestCase(1000)]
    [TestCase(12 * MiB)]
    public async Task Move_Object_IsThereAndNoLongerHere(int size)
    {
        var content = TestBytes.Of(size);
        await PutAsync("from/a b", content, new PutObjectOptions { ContentType = "text/plain" });

        var moved = await Store.MoveObjectAsync(Bucket, "from/a b", Bucket, "to//ü", cancellationToken: Deadline);

        Assert.That(moved.Size, Is.EqualTo(size));
        Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])["to//ü"]));
        Assert.That(await GetAsync("to//ü"), Is.EqualTo(content));
        Assert.That((await Store.HeadObjectAsync(Bucket, "to//ü", cancellationToken: Deadline))!.ContentType, Is.EqualTo("text/plain"));
    }

    [Test]
    public async Task Move_ConditionDoesNotHold_ChangesNothing()
    {
        await PutAsync("a", TestBytes.Of(10));

        Assert.That(
            async () => await Store.MoveObjectAsync(Bucket, "a", Bucket, "b", new CopyObjectOptions { SourceIfMatch = "0000" }, Deadline),
            Throws.TypeOf<S3PreconditionFailedException>());

        Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])["a"]));
    }

    // Two gateways of one store: what would be copied onto itself would then be deleted.
    [Test]
    public async Task Move_BetweenTwoGatewaysOfOneStore_DeletesNothing()
    {
        await PutAsync("a", TestBytes.Of(10));
        var options = new CopyObjectOptions { SourceEndpoint = TestServers.Gateway2, Endpoint = TestServers.Gateway1 };

        Assert.That(async () => await Store.MoveObjectAsync(Bucket, "a", Bucket, "a", options, Deadline), Throws.TypeOf<S3ConflictException>());

        Assert.That(await GetAsync("a"), Is.EqualTo(TestBytes.Of(10)));
        await Store.MoveObjectAsync(Bucket, "a", Bucket, "b", options, Deadline);
        Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])["b"]));
    }
}
