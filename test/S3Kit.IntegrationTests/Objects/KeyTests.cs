namespace S3Kit.IntegrationTests;

public sealed class KeyTests : StoreFixture
{
    [TestCaseSource(typeof(OddKeys), nameof(OddKeys.Plain))]
    [TestCaseSource(typeof(OddKeys), nameof(OddKeys.Hard))]
    public async Task Key_OfAnyKind_IsStoredUnderExactlyThatName(string key)
    {
        var content = TestBytes.Of(100, seed: key.Length);

        var put = await PutAsync(key, content);
        await using var got = await Store.GetObjectAsync(Bucket, key, cancellationToken: Deadline);
        var head = await Store.HeadObjectAsync(Bucket, key, cancellationToken: Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(put.Key, Is.EqualTo(key));
            Assert.That(got.Info.Key, Is.EqualTo(key));
            Assert.That(await got.Content.ReadToEndAsync(Deadline), Is.EqualTo(content));
            Assert.That(head?.Size, Is.EqualTo(100));
            Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])[key]), "the whole bucket");
            Assert.That(await KeysAsync(Bucket, prefix: key), Is.EqualTo((string[])[key]), "the key as prefix");
        }

        await Store.DeleteObjectAsync(Bucket, key, cancellationToken: Deadline);

        Assert.That(await KeysAsync(Bucket), Is.Empty, "after the deletion");
    }

    // Each key in turn puts its object where a collapsed path would lead; the next test starts from an empty bucket again.
    [TearDown]
    public Task EmptyBucketAsync() => Buckets.EmptyAsync(Store, Bucket, CancellationToken.None);

    [TestCase("../{0}/stray")]
    [TestCase("a/../../{0}/stray")]
    [TestCase("./../{0}/stray")]
    [TestCase("..%2f{0}%2fstray")]
    public async Task Key_ThatNamesAnotherBucket_StaysInItsOwn(string pattern)
    {
        var other = await NewBucketAsync(Deadline);
        var key = string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, other);

        await PutAsync(key, TestBytes.Of(10));

        Assert.That(await KeysAsync(other), Is.Empty);
        Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])[key]));
    }

    [Test]
    public async Task Keys_ThatDifferOnlyInForm_AreDifferentObjects()
    {
        string[] keys = ["caf\u00e9", "cafe\u0301", "A", "a", "a/", "a//", "/a", "a%2F"];
        for (var i = 0; i < keys.Length; i++)
        {
            await PutAsync(keys[i], TestBytes.Of(10, seed: i));
        }

        for (var i = 0; i < keys.Length; i++)
        {
            Assert.That(await GetAsync(keys[i]), Is.EqualTo(TestBytes.Of(10, seed: i)), keys[i]);
        }

        Assert.That(await KeysAsync(Bucket), Is.EquivalentTo(keys));
    }

    [TestCase("")]
    [TestCase("more than 1,024 bytes")]
    public async Task Key_ThatS3DoesNotAllow_IsRefusedBeforeSending(string key)
    {
        var refused = key.Length == 0 ? key : new string('\u00e9', 513);

        Assert.That(async () => await PutAsync(refused, TestBytes.Of(1)), Throws.InstanceOf<ArgumentException>());

        Assert.That(await KeysAsync(Bucket), Is.Empty);
    }
}
