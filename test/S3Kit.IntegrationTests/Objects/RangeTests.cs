namespace S3Kit.IntegrationTests;

public sealed class RangeTests : StoreFixture
{
    private const int Size = 100_000;

    private static readonly TestCaseData[] Ranges =
    [
        new(ByteRange.From(0), 0, Size),
        new(ByteRange.From(99_999), 99_999, 1),
        new(ByteRange.Between(0, 0), 0, 1),
        new(ByteRange.Between(10, 9_999), 10, 9_990),
        new(ByteRange.Between(99_000, 200_000), 99_000, 1_000),
        new(ByteRange.Suffix(7), 99_993, 7),
        new(ByteRange.Suffix(200_000), 0, Size),
    ];

    [OneTimeSetUp]
    public async Task PutObjectAsync()
    {
        using var content = new MemoryStream(TestBytes.Of(Size));
        await Store.PutObjectAsync(Bucket, "ranged", content);
    }

    [TestCaseSource(nameof(Ranges))]
    public async Task Get_Range_YieldsThoseBytesAndTellsWhere(ByteRange range, int offset, int length)
    {
        await using var result = await Store.GetObjectAsync(Bucket, "ranged", new GetObjectOptions { Range = range }, Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Offset, Is.EqualTo(offset));
            Assert.That(result.ContentLength, Is.EqualTo(length));
            Assert.That(result.IsPartial, Is.True);
            Assert.That(result.Info.Size, Is.EqualTo(Size));
            Assert.That(await result.Content.ReadToEndAsync(Deadline), Is.EqualTo(TestBytes.Of(Size).AsSpan(offset, length).ToArray()));
        }
    }

    [Test]
    public void Get_RangeBeyondTheEnd_IsInvalidRequest416()
    {
        var error = Assert.ThrowsAsync<S3InvalidRequestException>(async () => await GetAsync("ranged", new GetObjectOptions { Range = ByteRange.From(Size) }));

        Assert.That(error!.StatusCode, Is.EqualTo(416));
        Assert.That(error.ErrorCode, Is.EqualTo("InvalidRange"));
    }
}
