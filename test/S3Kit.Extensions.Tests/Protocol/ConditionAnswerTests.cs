using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.Tests.Protocol;

/// <summary>Stores that ignore a condition answer with an object that the caller did not want: it must not take it for the one it asked for.</summary>
public sealed class ConditionAnswerTests
{
    private static readonly DateTimeOffset Modified = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Held =>
    [
        Case("no condition", new GetObjectOptions()),
        Case("bare", new GetObjectOptions { IfMatch = "abc" }),
        Case("quoted", new GetObjectOptions { IfMatch = "\"abc\"" }),
        Case("weak", new GetObjectOptions { IfMatch = "W/\"abc\"" }),
        Case("any", new GetObjectOptions { IfMatch = "*" }),
        Case("one of several", new GetObjectOptions { IfMatch = "\"x\", \"abc\"" }),
        Case("unmodified since the very time", new GetObjectOptions { IfUnmodifiedSince = Modified }),
        Case("any outweighs the time too", new GetObjectOptions { IfMatch = "*", IfUnmodifiedSince = Modified.AddDays(-1) }),
        Case("the ETag outweighs the time", new GetObjectOptions { IfMatch = "abc", IfUnmodifiedSince = Modified.AddDays(-1) }),
    ];

    private static IEnumerable<TestCaseData> Ignored =>
    [
        Case("another", new GetObjectOptions { IfMatch = "ab" }),
        Case("another, quoted", new GetObjectOptions { IfMatch = "\"abcd\"" }),
        Case("none of several", new GetObjectOptions { IfMatch = "\"x\", \"y\"" }),
        Case("unmodified since earlier", new GetObjectOptions { IfUnmodifiedSince = Modified.AddSeconds(-1) }),
    ];

    [TestCaseSource(nameof(Held))]
    public async Task Get_ConditionThatHolds_YieldsTheObject(GetObjectOptions options)
    {
        await using ServiceProvider services = FakeServices.Create(Server("\"abc\""));

        await using GetObjectResult result = await services.Store().GetObjectAsync("bucket", "key", options);
        ObjectInfo? head = await services.Store().HeadObjectAsync("bucket", "key", options);

        Assert.That((result.Info.ETag, head!.ETag), Is.EqualTo(("abc", "abc")));
    }

    [TestCaseSource(nameof(Ignored))]
    public async Task Get_ConditionThatTheStoreIgnores_IsPreconditionFailed(GetObjectOptions options)
    {
        FakeServer server = Server("\"abc\"");
        await using ServiceProvider services = FakeServices.Create(server);

        var get = Assert.ThrowsAsync<S3PreconditionFailedException>(() => services.Store().GetObjectAsync("bucket", "key", options));
        var head = Assert.ThrowsAsync<S3PreconditionFailedException>(() => services.Store().HeadObjectAsync("bucket", "key", options));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((get!.StatusCode, get.IsTransient, get.Attempts), Is.EqualTo(((int?)200, false, 1)));
            Assert.That((head!.StatusCode, head.IsTransient, head.Attempts), Is.EqualTo(((int?)200, false, 1)));
            Assert.That(get.Message, Does.Contain("ignores this condition"));
            Assert.That(services.GetRequiredService<IEndpointRegistry>().GetEndpoint("a").InFlightRequests, Is.Zero, "the body is let go of");
        }
    }

    [TestCase("*")]
    [TestCase(" * ")]
    public async Task Read_AnyWillDo_IsNotSent(string any)
    {
        FakeServer server = Server("\"abc\"");
        await using ServiceProvider services = FakeServices.Create(server);
        var options = new GetObjectOptions { IfMatch = any, IfUnmodifiedSince = Modified.AddDays(-1), IfNoneMatch = "x" };

        await using GetObjectResult result = await services.Store().GetObjectAsync("bucket", "key", options);
        await services.Store().HeadObjectAsync("bucket", "key", options);

        Assert.That(server.Requests.Select(request => request.Headers.Keys.Where(name => name.StartsWith("if-", StringComparison.Ordinal)).Single()), Is.All.EqualTo("if-none-match"));
    }

    [Test]
    public async Task Read_AnyWillDoAndThereIsNone_IsNotFound()
    {
        await using ServiceProvider services = MockServices.Create();
        IObjectStore store = services.Store();
        await store.CreateBucketAsync("bucket");

        Assert.ThrowsAsync<S3NotFoundException>(() => store.GetObjectAsync("bucket", "key", new GetObjectOptions { IfMatch = "*" }));
        Assert.That(await store.HeadObjectAsync("bucket", "key", new HeadObjectOptions { IfMatch = "*" }), Is.Null);
    }

    [Test]
    public async Task Get_AnswerWithoutETag_IsTakenAtItsWord()
    {
        await using ServiceProvider services = FakeServices.Create(Server(null));

        await using GetObjectResult result = await services.Store().GetObjectAsync("bucket", "key", new GetObjectOptions { IfMatch = "abc" });

        Assert.That(result.Info.ETag, Is.Null);
    }

    private static TestCaseData Case(string name, GetObjectOptions options) => new TestCaseData(options).SetArgDisplayNames(name);

    private static FakeServer Server(string? etag) => new(_ =>
    {
        HttpResponseMessage response = Replies.Bytes(200, [1]).With("Last-Modified", Modified.ToString("R"));
        response.Headers.Remove("ETag");
        return etag is null ? response : response.With("ETag", etag);
    });
}
