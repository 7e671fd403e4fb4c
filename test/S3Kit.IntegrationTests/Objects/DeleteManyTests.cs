namespace S3Kit.IntegrationTests;

public sealed class DeleteManyTests : StoreFixture
{
    [TearDown]
    public Task EmptyBucketAsync() => Buckets.EmptyAsync(Store, Bucket, CancellationToken.None);

    [Test]
    public async Task Delete_TwoAndAHalfThousand_AreGoneAndAllTold()
    {
        string[] keys = [.. Enumerable.Range(0, 2500).Select(static i => $"many/{i:d4} +&<é>")];
        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Deadline }, async (key, token) =>
        {
            using var content = new MemoryStream([1]);
            await Store.PutObjectAsync(Bucket, key, content, cancellationToken: token);
        });
        await PutAsync("kept", [1]);

        var result = await Store.DeleteObjectsAsync(Bucket, keys, cancellationToken: Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Errors, Is.Empty);
            Assert.That(result.Deleted.Select(static each => each.Key), Is.EqualTo(keys));
            Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])["kept"]));
        }
    }

    [Test]
    public async Task Delete_KeysOfAnyKind_AreGone()
    {
        string[] keys = [.. OddKeys.Plain.Concat(OddKeys.Hard).Select(static data => (string)data.Arguments[0]!)];
        string[] near = ["a b c", "a", "b", "up", "a+b c", "100", "folder", "ab"];
        foreach (var key in keys.Concat(near))
        {
            await PutAsync(key, [1]);
        }

        var result = await Store.DeleteObjectsAsync(Bucket, keys, cancellationToken: Deadline);

        Assert.That(result.Deleted.Select(static each => each.Key), Is.EqualTo(keys));
        Assert.That(await KeysAsync(Bucket), Is.EquivalentTo(near.Except(keys, StringComparer.Ordinal)));
    }

    [Test]
    public async Task Delete_WhatIsNotThere_CountsAsDeleted()
    {
        await PutAsync("a", [1]);

        var result = await Store.DeleteObjectsAsync(Bucket, ["a", "none", "a"], cancellationToken: Deadline);

        Assert.That(result.Deleted.Select(static each => each.Key), Is.EqualTo((string[])["a", "none", "a"]));
    }

    [Test]
    public void Delete_BucketMissing_IsNotFound() => Assert.That(
        async () => await Store.DeleteObjectsAsync("s3kit-test-no-such-bucket", ["a", "b"], cancellationToken: Deadline),
        Throws.TypeOf<S3NotFoundException>().With.Property("Resource").EqualTo(S3ResourceKind.Bucket));

    [Test]
    public async Task Delete_AnotherAccountsBucket_IsDeniedOrToldForEachKey()
    {
        await PutAsync("a", [1]);
        await using var host = await StoreHost.StartBareAsync(
            static options => options.Endpoints["other"] = new EndpointOptions
            {
                Url = TestServers.Url(TestServers.Gateway1), AccessKey = TestServers.OtherAccessKey, SecretKey = TestServers.OtherSecretKey, Region = TestServers.Region,
            },
            Deadline);

        try
        {
            var result = await host.Store.DeleteObjectsAsync(Bucket, ["a", "b"], cancellationToken: Deadline);
            Assert.That(result.Errors.Select(static error => error.Kind), Is.EqualTo((S3ErrorKind[])[S3ErrorKind.AccessDenied, S3ErrorKind.AccessDenied]));
        }
        catch (S3AccessDeniedException)
        {
            // As good: nothing was answered for any key.
        }

        Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])["a"]));
    }
}
