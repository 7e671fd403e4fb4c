using System.Net;
using System.Net.Http.Headers;
using S3Kit.Tests.Embedded;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Resilience;

/// <summary>What is tried again, where, how often and after which delay.</summary>
public sealed class RetryTests
{
    // With the jitter scripted to its middle, a delay is half of what the options say.
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    [TestCase(HttpStatusCode.InternalServerError, null)]
    [TestCase(HttpStatusCode.BadGateway, null)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "SlowDown")]
    [TestCase(HttpStatusCode.TooManyRequests, null)]
    [TestCase(HttpStatusCode.RequestTimeout, null)]
    [TestCase(HttpStatusCode.BadRequest, "RequestTimeout")]
    [TestCase(HttpStatusCode.Conflict, "OperationAborted")]
    public async Task Run_TransientAnswer_IsTriedAgain(HttpStatusCode status, string? code)
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Then(status, code);
        Task<TimeSpan> delay = scene.Time.NextTimer(FirstDelay);

        Task<PutObjectResult> put = scene.PutAsync(new MemoryStream([1, 2, 3]));
        await scene.PassDelay(FirstDelay, delay);
        await put.Soon();

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(2));
        Assert.That(scene["a"].Calls[1].Body, Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Run_ConnectionBreaks_IsTriedAgain()
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Next.Enqueue((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "Refused"));
        Task<TimeSpan> delay = scene.Time.NextTimer(FirstDelay);

        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene.PassDelay(FirstDelay, delay);

        Assert.That(await head.Soon(), Is.Not.Null);
    }

    [Test]
    public async Task Run_AnswerIsNoHttp_IsAnErrorOfTheServerWithoutAStatus()
    {
        await using var scene = new ScriptedStore(static options => options.MaxRetries = 0, "a");
        scene["a"].Next.Enqueue((_, _) => throw new HttpRequestException(HttpRequestError.InvalidResponse, "Garbage"));

        S3KitException? error = await Catch(scene.HeadAsync());

        Assert.That((error!.Kind, error.StatusCode, error.IsTransient), Is.EqualTo((S3ErrorKind.Server, default(int?), true)));
        Assert.That(scene.Snapshot("a").LastError, Is.EqualTo("Server"));
    }

    [TestCase(HttpStatusCode.NotFound, "NoSuchBucket", typeof(S3NotFoundException))]
    [TestCase(HttpStatusCode.Forbidden, "AccessDenied", typeof(S3AccessDeniedException))]
    [TestCase(HttpStatusCode.PreconditionFailed, "PreconditionFailed", typeof(S3PreconditionFailedException))]
    [TestCase(HttpStatusCode.BadRequest, "InvalidArgument", typeof(S3InvalidRequestException))]
    [TestCase(HttpStatusCode.Conflict, "BucketNotEmpty", typeof(S3ConflictException))]
    [TestCase(HttpStatusCode.NotImplemented, "NotImplemented", null)]
    public async Task Run_AnswerOfTheRequestsOwn_IsSentOnce(HttpStatusCode status, string code, Type? expected)
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Then(status, code);

        S3KitException? error = await Catch(scene.PutAsync(new MemoryStream([1])));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error, expected is null ? Is.InstanceOf<S3KitException>() : Is.TypeOf(expected));
            Assert.That(error!.Attempts, Is.EqualTo(1));
            Assert.That(error.IsTransient, Is.False);
            Assert.That(scene["a"].Calls.Count + scene["b"].Calls.Count, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Run_OneEndpoint_DelaysGrowAndStopAtItsMaxRetries()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxRetries = 10;
                options.BackoffFactor = 3;
                options.MaxRetryDelay = TimeSpan.FromSeconds(8);
                options.CircuitBreaker.Threshold = 100;
                options.Endpoints["a"] = new EndpointOptions { MaxRetries = 4 };
            },
            "a");
        scene["a"].Answer = static (_, _) => Task.FromResult(Answers.Error(HttpStatusCode.InternalServerError));

        // 1, 3, then capped at 8 seconds; halved by the jitter.
        TimeSpan[] delays = [Ms(500), Ms(1500), Ms(4000), Ms(4000)];
        Task<S3KitException?> call = Catch(scene.HeadAsync());
        await PassDelays(scene, delays);
        S3KitException? error = await call.Soon();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error, Is.TypeOf<S3ServerException>());
            Assert.That(error!.Attempts, Is.EqualTo(5));
            Assert.That(scene["a"].Calls, Has.Count.EqualTo(5));
        }
    }

    [TestCase(0.01d, 10)]
    [TestCase(0.5d, 500)]
    [TestCase(0.99d, 990)]
    public async Task Run_Jitter_IsBetweenNothingAndTheWhole(double chance, int milliseconds)
    {
        await using var scene = new ScriptedStore("a");
        scene.Randomness.Double = () => chance;
        scene["a"].Then(HttpStatusCode.InternalServerError);
        Task<TimeSpan> delay = scene.Time.NextTimer(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(2));

        Task<ObjectInfo?> head = scene.HeadAsync();
        TimeSpan seen = await delay;
        scene.Time.Advance(seen);
        await head.Soon();

        Assert.That(seen, Is.EqualTo(Ms(milliseconds)));
    }

    [Test]
    public async Task Run_SeveralEndpoints_AllAreTriedAtOnceBeforeTheFirstDelay()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 4, "a", "b", "c");
        foreach (string name in (string[])["a", "b", "c"])
        {
            scene[name].Then(HttpStatusCode.ServiceUnavailable);
        }

        // Not one of the failovers made the first delay longer: it is that of the first retry.
        Task<TimeSpan> delay = scene.Time.NextTimer(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(8));
        Task<ObjectInfo?> head = scene.HeadAsync();
        TimeSpan seen = await delay;
        int before = scene["a"].Calls.Count + scene["b"].Calls.Count + scene["c"].Calls.Count;
        scene.Time.Advance(seen);
        await head.Soon();

        Assert.That(before, Is.EqualTo(3));
        Assert.That(seen, Is.EqualTo(FirstDelay));
    }

    [Test]
    public async Task Run_MaxRetries_BoundsTheAttemptsOverAllEndpoints()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 2, "a", "b", "c", "d");
        foreach (string name in (string[])["a", "b", "c", "d"])
        {
            scene[name].Answer = static (_, _) => Task.FromResult(Answers.Error(HttpStatusCode.InternalServerError));
        }

        S3KitException? error = await Catch(scene.HeadAsync());

        Assert.That(error!.Attempts, Is.EqualTo(3));
        Assert.That(scene["d"].Calls, Is.Empty);
    }

    [Test]
    public async Task Run_RetryAfterInSeconds_IsWaitedFor()
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Then(HttpStatusCode.ServiceUnavailable, "SlowDown", answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(7)));
        Task<TimeSpan> delay = scene.Time.NextTimer(TimeSpan.FromSeconds(7));

        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene.PassDelay(TimeSpan.FromSeconds(7), delay);

        Assert.That(await head.Soon(), Is.Not.Null);
    }

    [Test]
    public async Task Run_RetryAfterAsADate_IsWaitedFor()
    {
        await using var scene = new ScriptedStore("a");
        DateTimeOffset date = scene.Time.GetUtcNow() + TimeSpan.FromSeconds(9);
        scene["a"].Then(HttpStatusCode.TooManyRequests, null, answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(date));
        Task<TimeSpan> delay = scene.Time.NextTimer(TimeSpan.FromSeconds(9));

        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene.PassDelay(TimeSpan.FromSeconds(9), delay);

        Assert.That(await head.Soon(), Is.Not.Null);
    }

    [Test]
    public async Task Run_RetryAfterBeyondTheTimeLeft_FailsAtOnce()
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Then(HttpStatusCode.ServiceUnavailable, "SlowDown", answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(30)));

        S3KitException? error = await Catch(scene.GetAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error, Is.TypeOf<S3ThrottledException>());
            Assert.That(error!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(error.Attempts, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Run_LargeStreamThatCannotSeek_IsSentOnce()
    {
        const int size = (16 * 1024 * 1024) + 1;
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Then(HttpStatusCode.InternalServerError);

        S3KitException? error = await Catch(scene.PutAsync(new UnseekableStream(new MemoryStream(new byte[size])), new PutObjectOptions { ContentLength = size }));

        Assert.That(error, Is.TypeOf<S3ServerException>());
        Assert.That(error!.Attempts, Is.EqualTo(1));
        Assert.That(scene["b"].Calls, Is.Empty);
    }

    [Test]
    public async Task Run_LargeStreamThatCanSeek_IsSentAgainFromWhereItBegan()
    {
        byte[] bytes = new byte[(17 * 1024 * 1024) + 5];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 31 >> 3);
        }

        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Then(HttpStatusCode.InternalServerError);
        await using var source = new BufferedStream(new MemoryStream(bytes)) { Position = 5 };

        await scene.PutAsync(source).Soon();

        Assert.That(scene["b"].Calls.Single().Body.AsSpan().SequenceEqual(bytes.AsSpan(5)), Is.True);
    }

    [Test]
    public async Task Run_AnswerComesBeforeTheBodyIsOut_TheNextTryReadsTheSourceAlone()
    {
        byte[] bytes = new byte[17 * 1024 * 1024];
        bytes.AsSpan().Fill(7);
        await using var source = new GatedSource(bytes);
        await using var scene = new ScriptedStore("a", "b");
        Task? leftBehind = null;
        scene["a"].ReadsBodies = false;
        scene["a"].Next.Enqueue(async (call, _) =>
        {
            // As a connection does whose server answers early: the body goes on by itself.
            leftBehind = call.Message.Content!.CopyToAsync(Stream.Null, CancellationToken.None);
            await source.Reached;
            return Answers.Error(HttpStatusCode.ServiceUnavailable);
        });

        await scene.PutAsync(source).Soon();

        Assert.That(async () => await leftBehind!.Soon(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(source.WasReadByTwo, Is.False);
        Assert.That(scene["b"].Calls.Single().Body.AsSpan().SequenceEqual(bytes), Is.True);
    }

    [Test]
    public async Task Run_SmallStreamThatCannotSeek_IsSentAgain()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Then(HttpStatusCode.InternalServerError);

        await scene.PutAsync(new UnseekableStream(new MemoryStream([1, 2, 3]))).Soon();

        Assert.That(scene["b"].Calls.Single().Body, Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public async Task Run_BreakerOpensUnderWay_WaitsForTheTrial()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.CircuitBreaker.Threshold = 2;
                options.CircuitBreaker.Timeout = TimeSpan.FromSeconds(12);
            },
            "a");
        scene["a"].Then(HttpStatusCode.InternalServerError).Then(HttpStatusCode.InternalServerError);
        Task<TimeSpan> first = scene.Time.NextTimer(FirstDelay);
        Task<TimeSpan> opening = scene.Time.NextTimer(TimeSpan.FromSeconds(12));

        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene.PassDelay(FirstDelay, first);
        await scene.PassDelay(TimeSpan.FromSeconds(12), opening);

        Assert.That(await head.Soon(), Is.Not.Null);
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task Run_BreakerOpensForLongerThanTheTimeLeft_FailsWithTheLastError()
    {
        await using var scene = new ScriptedStore(options => options.CircuitBreaker.Threshold = 1, "a");
        scene["a"].Then(HttpStatusCode.InternalServerError);

        S3KitException? error = await Catch(scene.HeadAsync());

        Assert.That(error, Is.TypeOf<S3ServerException>());
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Run_TimeEndsWhileBackingOff_TellsTheLastErrorToo()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 1;
                options.AttemptTimeout = TimeSpan.FromHours(1);
            },
            "a");
        scene["a"].Then(HttpStatusCode.InternalServerError);
        scene["a"].ThenHold();
        Task<TimeSpan> delay = scene.Time.NextTimer(FirstDelay);
        Task<S3KitException?> failing = Catch(scene.HeadAsync("failing"));
        await scene["a"].Arrival();
        await delay;

        // Somebody else has the only slot when the delay is over, and keeps it.
        using var cancellation = new CancellationTokenSource();
        Task<ObjectInfo?> holder = scene.HeadAsync("holder", new HeadObjectOptions { Timeout = Timeout.InfiniteTimeSpan }, cancellation.Token);
        await scene["a"].Arrival();
        scene.Time.Advance(TimeSpan.FromSeconds(30));
        S3KitException? error = await failing.Soon();
        await cancellation.CancelAsync();
        Assert.That(async () => await holder.Soon(), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(error, Is.TypeOf<S3TimeoutException>());
        Assert.That(((S3TimeoutException)error!).Limit, Is.EqualTo(S3TimeoutKind.Total));
        Assert.That(error.InnerException, Is.TypeOf<S3ServerException>());
        Assert.That(error.Attempts, Is.EqualTo(1));
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static async Task PassDelays(ScriptedStore scene, TimeSpan[] delays)
    {
        foreach (TimeSpan delay in delays)
        {
            await scene["a"].Arrival();
            await scene.Time.NextTimer(delay);
            scene.Time.Advance(delay);
        }
    }

    private static async Task<S3KitException?> Catch(Task call)
    {
        try
        {
            await call.Soon();
            return null;
        }
        catch (S3KitException e)
        {
            return e;
        }
    }
}
