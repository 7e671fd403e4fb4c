using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using S3Kit.Tests.Embedded;

namespace S3Kit.Tests.Protocol;

/// <summary>What a store teaches when it refuses: its clock, and where a bucket lives.</summary>
public sealed class LearningTests
{
    private static readonly DateTimeOffset Now = new(2024, 5, 24, 10, 0, 0, TimeSpan.Zero);

    [TestCase("<ServerTime>2024-05-24T12:30:00Z</ServerTime>", null, "20240524T123000Z")]
    [TestCase("<ServerTime>2024-05-24T07:30:00.000Z</ServerTime>", null, "20240524T073000Z")]
    [TestCase("", "Fri, 24 May 2024 12:30:00 GMT", "20240524T123000Z")]
    public async Task Get_ClockIsSkewed_IsCorrectedOnceAndForAll(string more, string? date, string expected)
    {
        var time = new FakeTimeProvider(Now);
        var server = new FakeServer(request => request.Headers["x-amz-date"] == "20240524T100000Z" ? Skewed(more, date) : Replies.Bytes(200, [1]));
        await using ServiceProvider services = FakeServices.Create(server, time: time);

        await using GetObjectResult first = await services.Store().GetObjectAsync("bucket", "key");
        time.Advance(TimeSpan.FromMinutes(1));
        await using GetObjectResult second = await services.Store().GetObjectAsync("bucket", "key");

        Assert.That(server.Requests.Select(request => request.Headers["x-amz-date"]), Is.EqualTo(new[] { "20240524T100000Z", expected, expected.Replace("3000Z", "3100Z", StringComparison.Ordinal) }));
    }

    [TestCase("<ServerTime>2024-05-24T12:30:00Z</ServerTime>", 2)]
    [TestCase("<ServerTime>2024-05-24T10:00:30Z</ServerTime>", 1)]
    [TestCase("<ServerTime>9999-12-31T23:59:59Z</ServerTime>", 1)]
    [TestCase("<ServerTime>0001-01-01T00:00:00Z</ServerTime>", 1)]
    [TestCase("<ServerTime>yesterday</ServerTime>", 1)]
    [TestCase("", 1)]
    public async Task Get_StoreGoesOnRefusingTheTime_IsAnErrorAndNotALoop(string more, int requests)
    {
        var server = new FakeServer(_ => Skewed(more, null));
        await using ServiceProvider services = FakeServices.Create(server, time: new FakeTimeProvider(Now));

        S3AuthenticationException? error = Assert.ThrowsAsync<S3AuthenticationException>(() => services.Store().GetObjectAsync("bucket", "key"));

        Assert.That(server.Requests, Has.Count.EqualTo(requests));
        Assert.That(error!.Message, Does.Contain("Check the clock of this machine."));
    }

    [Test]
    public async Task Put_SourceThatCannotBeSentAgain_TeachesTheNextRequestAtLeast()
    {
        const int length = (16 * 1024 * 1024) + 1;
        var server = new FakeServer(request => request.Headers["x-amz-date"] == "20240524T100000Z" ? Skewed("<ServerTime>2024-05-24T12:30:00Z</ServerTime>", null) : Replies.Empty(200));
        await using ServiceProvider services = FakeServices.Create(server, time: new FakeTimeProvider(Now));

        Assert.ThrowsAsync<S3AuthenticationException>(() => services.Store().PutObjectAsync(
            "bucket", "key", new UnseekableStream(new MemoryStream(new byte[length])), new PutObjectOptions { ContentLength = length }));
        await services.Store().PutObjectAsync("bucket", "key", new MemoryStream([1]));

        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [TestCase(301, "PermanentRedirect", true)]
    [TestCase(307, "TemporaryRedirect", true)]
    [TestCase(400, "AuthorizationHeaderMalformed", true)]
    [TestCase(400, "AuthorizationHeaderMalformed", false)]
    [TestCase(403, "SignatureDoesNotMatch", true)]
    public async Task Get_BucketOfAnotherRegion_IsSignedForItFromThenOn(int status, string code, bool inHeader)
    {
        var server = new FakeServer(request => Region(request) == "eu-west-1" ? Replies.Bytes(200, [1])
            : inHeader ? Replies.Error(status, code).With("x-amz-bucket-region", "eu-west-1")
            : Replies.Error(status, code, more: "<Region>eu-west-1</Region>"));
        await using ServiceProvider services = FakeServices.Create(server, endpoint => endpoint.Url = "https://s3.us-east-1.amazonaws.com");

        await using GetObjectResult first = await services.Store().GetObjectAsync("bucket", "key");
        await using GetObjectResult second = await services.Store().GetObjectAsync("bucket", "key");

        Assert.That(server.Requests.Select(Region), Is.EqualTo(new[] { "us-east-1", "eu-west-1", "eu-west-1" }));
        Assert.That(server.Last.Host, Is.EqualTo("bucket.s3.eu-west-1.amazonaws.com"));
        Assert.That(first.Info.Endpoint, Is.EqualTo("a"));
    }

    [Test]
    public async Task Head_BucketOfAnotherRegion_IsLearntFromTheHeader()
    {
        var server = new FakeServer(request => Region(request) == "eu-west-1" ? Replies.Empty(200) : Replies.Empty(400).With("x-amz-bucket-region", "eu-west-1"));
        await using ServiceProvider services = FakeServices.Create(server);

        Assert.That(await services.Store().BucketExistsAsync("bucket"), Is.True);
        Assert.That(server.Last.Host, Is.EqualTo("127.0.0.1:1"), "A store of one's own has one address for all regions.");
    }

    [Test]
    public async Task Get_OtherBucket_IsSignedForTheEndpointsRegion()
    {
        var server = new FakeServer(request => request.Path.StartsWith("/far/", StringComparison.Ordinal) && Region(request) == "us-east-1"
            ? Replies.Empty(301).With("x-amz-bucket-region", "eu-west-1") : Replies.Bytes(200, [1]));
        await using ServiceProvider services = FakeServices.Create(server);

        await using GetObjectResult far = await services.Store().GetObjectAsync("far", "key");
        await using GetObjectResult near = await services.Store().GetObjectAsync("near", "key");

        Assert.That(server.Requests.Select(Region), Is.EqualTo(new[] { "us-east-1", "eu-west-1", "us-east-1" }));
    }

    [TestCase("us-east-1", 1)]
    [TestCase("eu-west-1", 2)]
    public async Task Get_SameRegionAgain_IsAnErrorAndNotALoop(string region, int requests)
    {
        var server = new FakeServer(_ => Replies.Empty(301).With("x-amz-bucket-region", region));
        await using ServiceProvider services = FakeServices.Create(server);

        Assert.ThrowsAsync<S3InvalidRequestException>(() => services.Store().GetObjectAsync("bucket", "key"));

        Assert.That(server.Requests, Has.Count.EqualTo(requests));
    }

    [Test]
    public async Task Get_AnotherRegionEachTime_EndsSoon()
    {
        int count = 0;
        var server = new FakeServer(_ => Replies.Empty(301).With("x-amz-bucket-region", $"region-{Interlocked.Increment(ref count)}"));
        await using ServiceProvider services = FakeServices.Create(server);

        Assert.ThrowsAsync<S3InvalidRequestException>(() => services.Store().GetObjectAsync("bucket", "key"));

        Assert.That(server.Requests, Has.Count.EqualTo(3));
    }

    [TestCase("evil.example/")]
    [TestCase("evil.example")]
    [TestCase("a@b")]
    [TestCase("a b")]
    [TestCase("a:1")]
    [TestCase("a\nb")]
    [TestCase("")]
    public async Task Get_RegionThatIsNoName_IsNotFollowed(string region)
    {
        var server = new FakeServer(_ => Replies.Error(301, "PermanentRedirect", more: $"<Region>{region}</Region>"));
        await using ServiceProvider services = FakeServices.Create(server, endpoint => endpoint.Url = "https://s3.us-east-1.amazonaws.com");

        Assert.ThrowsAsync<S3InvalidRequestException>(() => services.Store().GetObjectAsync("bucket", "key"));

        Assert.That(server.Requests, Has.Count.EqualTo(1));
        Assert.That(server.Last.Host, Is.EqualTo("bucket.s3.us-east-1.amazonaws.com"));
    }

    private static HttpResponseMessage Skewed(string more, string? date)
    {
        HttpResponseMessage answer = Replies.Error(403, "RequestTimeTooSkewed", more: more);
        return date is null ? answer : answer.With("Date", date);
    }

    private static string Region(CapturedRequest request) => request.Headers["authorization"].Split('/')[2];
}
