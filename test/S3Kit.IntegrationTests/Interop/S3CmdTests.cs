namespace S3Kit.IntegrationTests;

/// <summary>What this client writes, s3cmd reads, and the other way round.</summary>
public sealed class S3CmdTests : StoreFixture
{
    private static readonly TestCaseData[] Keys =
    [
        Case("plain", "reports/2026.csv"),
        Case("punctuation", "a b+c%20d&e#g=h"),
        Case("composed and decomposed", "caf\u00e9/cafe\u0301"),
        Case("beyond the BMP", "\ud83d\ude00"),
    ];

    private S3Cmd _client = null!;
    private TemporaryDirectory _directory = null!;

    [OneTimeSetUp]
    public void NeedClient() => S3Cmd.Require();

    [SetUp]
    public void MakeClient()
    {
        _client = new S3Cmd();
        _directory = new TemporaryDirectory();
    }

    [TearDown]
    public async Task DropClientAsync()
    {
        _client.Dispose();
        _directory.Dispose();
        await Buckets.EmptyAsync(Store, Bucket, CancellationToken.None);
    }

    [TestCaseSource(nameof(Keys))]
    public async Task Ours_ReadByS3Cmd_IsTheSame(string key)
    {
        var content = TestBytes.Of(20_000, seed: 6);
        await PutAsync(key, content);

        await _client.CallAsync(["get", $"s3://{Bucket}/{key}", _directory.File("got")], Deadline);
        var listed = await _client.CallAsync(["ls", "--recursive", $"s3://{Bucket}/"], Deadline);

        Assert.That(await TestBytes.Sha256OfFileAsync(_directory.File("got"), Deadline), Is.EqualTo(TestBytes.Sha256(content)));
        Assert.That(listed.TrimEnd(), Does.EndWith($"s3://{Bucket}/{key}"));
    }

    [TestCaseSource(nameof(Keys))]
    public async Task TheirsOfS3Cmd_ReadByUs_IsTheSame(string key)
    {
        var content = TestBytes.Of(20_000, seed: 7);
        await File.WriteAllBytesAsync(_directory.File("put"), content, Deadline);

        await _client.CallAsync(
            ["put", "--mime-type=text/x-test", "--add-header=x-amz-meta-author:somebody", _directory.File("put"), $"s3://{Bucket}/{key}"], Deadline);

        await using var result = await Store.GetObjectAsync(Bucket, key, cancellationToken: Deadline);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await result.Content.ReadToEndAsync(Deadline), Is.EqualTo(content));
            Assert.That(result.Info.ContentType, Is.EqualTo("text/x-test"));
            Assert.That(result.Info.Metadata["author"], Is.EqualTo("somebody"));
            Assert.That(await KeysAsync(Bucket), Is.EqualTo((string[])[key]));
        }
    }

    private static TestCaseData Case(string description, string key) => new TestCaseData(key).SetArgDisplayNames(description);
}
