namespace S3Kit.IntegrationTests;

public sealed class BucketTests : StoreFixture
{
    [Test]
    public async Task CreateAndDelete_Bucket_IsThereAndGone()
    {
        var name = Buckets.NewName();
        Assert.That(await Store.BucketExistsAsync(name, cancellationToken: Deadline), Is.False);

        await Store.CreateBucketAsync(name, cancellationToken: Deadline);
        Assert.That(await Store.BucketExistsAsync(name, cancellationToken: Deadline), Is.True);

        await Store.DeleteBucketAsync(name, cancellationToken: Deadline);
        Assert.That(await Store.BucketExistsAsync(name, cancellationToken: Deadline), Is.False);
    }

    [Test]
    public void Create_OwnBucketAgain_Succeeds() =>
        Assert.That(async () => await Store.CreateBucketAsync(Bucket, cancellationToken: Deadline), Throws.Nothing);

    [Test]
    public async Task List_Buckets_NamesOursWithItsDate()
    {
        var buckets = await Store.ListBucketsAsync(cancellationToken: Deadline);

        Assert.That(buckets.Single(bucket => string.Equals(bucket.Name, Bucket, StringComparison.Ordinal)).CreationDate, Is.Not.Null);
    }

    [Test]
    public async Task Delete_BucketWithObjects_IsConflict()
    {
        var bucket = await NewBucketAsync(Deadline);
        using var content = new MemoryStream([1]);
        await Store.PutObjectAsync(bucket, "a", content, cancellationToken: Deadline);

        var error = Assert.ThrowsAsync<S3ConflictException>(async () => await Store.DeleteBucketAsync(bucket, cancellationToken: Deadline));

        Assert.That(error!.ErrorCode, Is.EqualTo("BucketNotEmpty"));
        Assert.That(await Store.BucketExistsAsync(bucket, cancellationToken: Deadline), Is.True);
    }

    [Test]
    public async Task Operations_OnMissingBucket_AreNotFound()
    {
        var missing = Buckets.NewName();
        using var content = new MemoryStream([1]);

        using (Assert.EnterMultipleScope())
        {
            AssertNoSuchBucket(() => Store.PutObjectAsync(missing, "a", content, cancellationToken: Deadline));
            AssertNoSuchBucket(() => Store.GetObjectAsync(missing, "a", cancellationToken: Deadline));
            AssertNoSuchBucket(() => Store.ListObjectsPageAsync(missing, cancellationToken: Deadline));
            AssertNoSuchBucket(() => Store.DeleteObjectAsync(missing, "a", cancellationToken: Deadline));
            AssertNoSuchBucket(() => Store.DeleteBucketAsync(missing, cancellationToken: Deadline));
            Assert.That(await Store.HeadObjectAsync(missing, "a", cancellationToken: Deadline), Is.Null);
        }

        Assert.That(await Store.BucketExistsAsync(missing, cancellationToken: Deadline), Is.False);
    }

    [TestCase("ab")]
    [TestCase("Upper")]
    [TestCase("a/b")]
    [TestCase("..")]
    [TestCase("under_score")]
    public void Create_NameThatS3DoesNotAllow_IsRefusedBeforeSending(string name) =>
        Assert.That(async () => await Store.CreateBucketAsync(name, cancellationToken: Deadline), Throws.InstanceOf<ArgumentException>());

    private static void AssertNoSuchBucket(Func<Task> operation)
    {
        var error = Assert.ThrowsAsync<S3NotFoundException>(async () => await operation());
        Assert.That(error?.Resource, Is.EqualTo(S3ResourceKind.Bucket));
        Assert.That(error?.ErrorCode, Is.EqualTo("NoSuchBucket"));
    }
}
