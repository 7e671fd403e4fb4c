using System.Net;
using System.Net.Http.Headers;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>8, throttling: an endpoint that asks to slow down is left alone for a while and sent less at a time; it is no failure of the endpoint.</summary>
public sealed class ThrottlingSemanticsTests
{
    [TestCase(HttpStatusCode.TooManyRequests, null)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "SlowDown")]
    public async Task Run_Throttled_HalvesWhatIsSentAtATime(HttpStatusCode status, string? code)
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 8 };
                options.MaxConcurrentRequests = 8;
                options.MaxRetries = 0;
            },
            "a");
        Task<S3KitException?>[] calls = await HoldAsync(scene, 8, status, code);
        foreach (Task<S3KitException?> call in calls)
        {
            Assert.That(await call.Soon(), Is.TypeOf<S3ThrottledException>());
        }

        EndpointSnapshot after = scene.Snapshot("a");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.ConcurrencyLimit, Is.EqualTo(4));
            Assert.That(after.MaxConcurrentRequests, Is.EqualTo(8));
            Assert.That(after.CircuitState, Is.EqualTo(CircuitState.Closed));
            Assert.That(after.CoolingUntil, Is.Not.Null);
        }
    }

    [Test]
    public async Task Run_AfterThrottling_SendsHalfAtATimeAndRecovers()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 4 };
                options.MaxRetries = 0;
            },
            "a");
        foreach (Task<S3KitException?> call in await HoldAsync(scene, 4, HttpStatusCode.TooManyRequests, null))
        {
            await call.Soon();
        }

        // Of four more, two are sent; the others wait for one of them to end.
        TaskCompletionSource<HttpResponseMessage>[] held = [.. Enumerable.Range(0, 4).Select(_ => scene["a"].ThenHold())];
        Task<ObjectInfo?>[] waiting = [.. Enumerable.Range(0, 4).Select(_ => scene.HeadAsync())];
        await scene["a"].Arrival();
        await scene["a"].Arrival();
        Assert.That(scene.Snapshot("a").ActiveRequests, Is.EqualTo(2));

        foreach (TaskCompletionSource<HttpResponseMessage> answer in held)
        {
            answer.SetResult(Answers.Ok());
        }

        await Task.WhenAll(waiting).Soon();
        var limits = new List<int>();
        while (scene.Snapshot("a").ConcurrencyLimit < 4 && limits.Count < 100)
        {
            limits.Add(scene.Snapshot("a").ConcurrencyLimit);
            await scene.HeadAsync().Soon();
        }

        // Two answers at two; of the four, two counted at three already, and one more makes it whole.
        Assert.That(limits, Is.EqualTo([3]));
        Assert.That(scene.Snapshot("a").ConcurrencyLimit, Is.EqualTo(4));
    }

    [Test]
    public async Task Run_OneOfTwoIsThrottled_TheOtherServesMeanwhile()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Then(HttpStatusCode.ServiceUnavailable, "SlowDown", RetryAfter(10));

        for (int i = 0; i < 5; i++)
        {
            await scene.HeadAsync().Soon();
        }

        int whileCooling = scene["a"].Calls.Count;
        scene.Time.Advance(TimeSpan.FromSeconds(10));
        await scene.HeadAsync().Soon();
        await scene.HeadAsync().Soon();

        Assert.That(whileCooling, Is.EqualTo(1));
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Run_UnavailableWithRetryAfter_IsLeftAloneForThatLong()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Then(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", RetryAfter(7));

        await scene.HeadAsync().Soon();

        Assert.That(scene.Snapshot("a").CoolingUntil, Is.EqualTo(scene.Time.GetUtcNow().AddSeconds(7)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Run_RetryAfter_IsWaitedForWhenItFits(bool asDate)
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Then(HttpStatusCode.ServiceUnavailable, "SlowDown", answer => answer.Headers.RetryAfter = asDate
            ? new RetryConditionHeaderValue(scene.Time.GetUtcNow().AddSeconds(12))
            : new RetryConditionHeaderValue(TimeSpan.FromSeconds(12)));
        Task<TimeSpan> delay = scene.Time.NextTimer(due => due > TimeSpan.FromSeconds(10) && due < TimeSpan.FromSeconds(30));

        Task<ObjectInfo?> head = scene.HeadAsync();
        TimeSpan seen = await delay;
        scene.Time.Advance(seen);
        await head.Soon();

        Assert.That(seen, Is.GreaterThan(TimeSpan.FromSeconds(11)).And.LessThanOrEqualTo(TimeSpan.FromSeconds(12)));
    }

    [Test]
    public async Task Run_RetryAfterLongerThanTheTimeLeft_FailsNow()
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Then(HttpStatusCode.TooManyRequests, change: RetryAfter(60));

        S3ThrottledException? error = Assert.ThrowsAsync<S3ThrottledException>(() => scene.HeadAsync().Soon());

        Assert.That(error!.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Run_AnotherIsFreeBefore_TheDelayIsNotTheThrottledOnes()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 2, "a", "b");
        scene["a"].Then(HttpStatusCode.InternalServerError);
        scene["b"].Then(HttpStatusCode.ServiceUnavailable, "SlowDown", RetryAfter(20));
        Task<TimeSpan> delay = scene.Time.NextTimer(due => due > TimeSpan.Zero && due < TimeSpan.FromSeconds(8));

        Task<ObjectInfo?> head = scene.HeadAsync();
        TimeSpan seen = await delay;
        scene.Time.Advance(seen);
        await head.Soon();

        Assert.That(seen, Is.EqualTo(TimeSpan.FromMilliseconds(500)));
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Head_StatusLineSaysSlowDown_IsThrottling()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { ReasonPhrase = "Slow Down" }));

        await scene.HeadAsync().Soon();

        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
        Assert.That(scene.Snapshot("a").CoolingUntil, Is.Not.Null);
    }

    private static Action<HttpResponseMessage> RetryAfter(int seconds) =>
        answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));

    /// <summary>Sends so many at a time, and then has each of them answered alike.</summary>
    private static async Task<Task<S3KitException?>[]> HoldAsync(ScriptedStore scene, int count, HttpStatusCode status, string? code)
    {
        TaskCompletionSource<HttpResponseMessage>[] held = [.. Enumerable.Range(0, count).Select(_ => scene["a"].ThenHold())];
        Task<S3KitException?>[] calls = [.. Enumerable.Range(0, count).Select(_ => Catch(scene.GetAsync()))];
        for (int i = 0; i < count; i++)
        {
            await scene["a"].Arrival();
        }

        foreach (TaskCompletionSource<HttpResponseMessage> answer in held)
        {
            answer.SetResult(Answers.Error(status, code));
        }

        return calls;
    }

    private static async Task<S3KitException?> Catch(Task task)
    {
        try
        {
            await task;
            return null;
        }
        catch (S3KitException e)
        {
            return e;
        }
    }
}
