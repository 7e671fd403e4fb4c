using System.Net;
using System.Text;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>15: whatever a store answers is understood or bounded, and what its answers teach is learnt.</summary>
public sealed class AnswersTests
{
    private const string WithDtd = """
        <?xml version="1.0"?><!DOCTYPE Error [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><Error><Code>&b;</Code></Error>
        """;

    [TestCase(403, "", typeof(S3AccessDeniedException))]
    [TestCase(403, "<html><body>Forbidden</body></html>", typeof(S3AccessDeniedException))]
    [TestCase(404, "{\"error\": \"no\"}", typeof(S3NotFoundException))]
    [TestCase(502, "<html><h1>Bad Gateway", typeof(S3ServerException))]
    [TestCase(500, WithDtd, typeof(S3ServerException))]
    [TestCase(412, "<Error><Code>PreconditionFailed", typeof(S3PreconditionFailedException))]
    public async Task Get_ErrorBodyOfAnyKind_IsTheErrorThatTheStatusMeans(int status, string body, Type expected)
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 0, "a");
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) }));

        S3KitException? error = Assert.CatchAsync<S3KitException>(() => scene.GetAsync().Soon());

        Assert.That(error, Is.TypeOf(expected));
        Assert.That(error!.StatusCode, Is.EqualTo(status));
        Assert.That(error.Message, Does.Not.Contain("aaaa"));
    }

    [Test]
    public async Task Get_EndlessErrorBody_IsBounded()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 0, "a");
        await using var body = new ScriptedBody();
        body.Send(new byte[1024 * 1024]);
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new StreamContent(body) }));

        // The rest never comes: whoever wanted to read it all would wait.
        Assert.ThrowsAsync<S3ServerException>(() => scene.GetAsync().Soon());
    }

    [Test]
    public async Task List_AnswerWithADtd_IsAnError()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 0, "a");
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Answers.Xml("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><ListBucketResult><Name>&e;</Name></ListBucketResult>")));

        Assert.ThrowsAsync<S3ServerException>(() => scene.Store.ListObjectsPageAsync("bucket").Soon());
    }

    [Test]
    public async Task Get_ClockIsOff_IsCorrectedAndRemembered()
    {
        await using var scene = new ScriptedStore("a");
        DateTimeOffset theirs = scene.Time.GetUtcNow() + TimeSpan.FromHours(1);
        scene["a"].Then(HttpStatusCode.Forbidden, "RequestTimeTooSkewed", answer => answer.Headers.Date = theirs);

        await using (await scene.GetAsync().Soon())
        {
        }

        await scene.HeadAsync().Soon();

        string expected = theirs.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(scene["a"].Calls.Skip(1).Select(call => call.Header("x-amz-date")), Is.EqualTo([expected, expected]));
    }

    [TestCase(HttpStatusCode.MovedPermanently, "PermanentRedirect")]
    [TestCase(HttpStatusCode.BadRequest, "AuthorizationHeaderMalformed")]
    [TestCase(HttpStatusCode.BadRequest, null)]
    public async Task Get_BucketIsInAnotherRegion_IsLearntPerBucket(HttpStatusCode status, string? code)
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Then(status, code, answer => answer.Headers.Add("x-amz-bucket-region", "eu-north-1"));

        await scene.HeadAsync().Soon();
        await scene.HeadAsync().Soon();
        await scene.Store.HeadObjectAsync("elsewhere", "key").Soon();

        Assert.That(
            scene["a"].Calls.Select(call => call.Header("Authorization")!.Split('/')[2]), Is.EqualTo(["us-east-1", "eu-north-1", "eu-north-1", "us-east-1"]));
    }

    [Test]
    public async Task List_ErrorInASuccess_IsAnError()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 0, "a");
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Answers.Xml("<Error><Code>InternalError</Code><Message>Later</Message></Error>")));

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => scene.Store.ListObjectsPageAsync("bucket").Soon());

        Assert.That(error!.ErrorCode, Is.EqualTo("InternalError"));
    }

    [Test]
    public async Task Get_LyingLengthOfAnErrorBody_StillTellsTheStatus()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 0, "a");
        await using var body = new ScriptedBody();
        body.Send(Encoding.UTF8.GetBytes("<Error><Code>Acc"));
        body.Break(new IOException("Reset by peer"));
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StreamContent(body) }));

        Assert.ThrowsAsync<S3AccessDeniedException>(() => scene.GetAsync().Soon());
    }
}
