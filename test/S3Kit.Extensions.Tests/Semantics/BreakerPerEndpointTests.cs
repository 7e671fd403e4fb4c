using System.Net;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>8: the breaker is per endpoint and counts failures in a row; open, requests go elsewhere, and exactly one trial decides after its time.</summary>
public sealed class BreakerPerEndpointTests
{
    [Test]
    public async Task Run_OneEndpointBroken_IsLeftAloneUntilItsTrial()
    {
        await using var scene = new ScriptedStore("a", "b");
        for (int i = 0; i < 3; i++)
        {
            scene["a"].Then(HttpStatusCode.InternalServerError);
        }

        for (int i = 0; i < 20; i++)
        {
            await scene.HeadAsync().Soon();
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene["a"].Calls, Has.Count.EqualTo(3));
            Assert.That(scene["b"].Calls, Has.Count.EqualTo(20));
            Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Open));
            Assert.That(scene.Snapshot("b").CircuitState, Is.EqualTo(CircuitState.Closed));
        }

        scene.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.HalfOpen));
        await scene.HeadAsync().Soon();
        await scene.HeadAsync().Soon();

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(4));
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task Run_FailuresNotInARow_LeaveItClosed()
    {
        await using ScriptedStore scene = OneTry();

        for (int i = 0; i < 10; i++)
        {
            await FailAsync(scene);
            await FailAsync(scene);
            await scene.HeadAsync().Soon();
        }

        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(30));
    }

    [TestCase(HttpStatusCode.NotFound, "NoSuchKey")]
    [TestCase(HttpStatusCode.Forbidden, "AccessDenied")]
    [TestCase(HttpStatusCode.PreconditionFailed, "PreconditionFailed")]
    [TestCase(HttpStatusCode.TooManyRequests, null)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "SlowDown")]
    public async Task Run_AnswersOfAnEndpointThatWorks_AreNoFailuresAndEndTheRow(HttpStatusCode status, string? code)
    {
        await using ScriptedStore scene = OneTry();

        for (int i = 0; i < 5; i++)
        {
            await FailAsync(scene);
            await FailAsync(scene);
            scene["a"].Then(status, code);
            Assert.That(async () => await scene.GetAsync().Soon(), Throws.InstanceOf<S3KitException>().And.Not.InstanceOf<S3CircuitOpenException>());
            Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
        }

        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task Run_TrialUnderWay_IsTheOnlyRequestThatIsSentThere()
    {
        await using var scene = new ScriptedStore("a", "b");
        await OpenAsync(scene);
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task<ObjectInfo?>[] heads = [.. Enumerable.Range(0, 50).Select(_ => scene.HeadAsync())];

        // All but the trial, which has no answer yet, are served elsewhere.
        List<Task<ObjectInfo?>> pending = [.. heads];
        while (pending.Count > 1)
        {
            pending.Remove(await Task.WhenAny(pending).Soon());
        }

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(4));
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.HalfOpen));
        answer.SetResult(Answers.Ok());
        Assert.That(await Task.WhenAll(heads).Soon(), Has.None.Null);
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Run_TrialFails_IsLeftAloneForAsLongAgain()
    {
        await using var scene = new ScriptedStore("a", "b");
        await OpenAsync(scene);
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        scene["a"].Then(HttpStatusCode.InternalServerError);
        await HeadsAsync(scene, 10);
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(4), "One trial, and not another Threshold of failures.");

        scene.Time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        await HeadsAsync(scene, 10);
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(4));

        scene.Time.Advance(TimeSpan.FromTicks(1));
        await HeadsAsync(scene, 10);
        Assert.That(scene["a"].Calls, Has.Count.GreaterThan(4));
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    private static ScriptedStore OneTry() => new(options => options.MaxRetries = 0, "a");

    private static async Task FailAsync(ScriptedStore scene)
    {
        scene["a"].Then(HttpStatusCode.InternalServerError);
        Assert.ThrowsAsync<S3ServerException>(() => scene.HeadAsync().Soon());
        await scene["a"].Arrival();
    }

    private static async Task OpenAsync(ScriptedStore scene)
    {
        for (int i = 0; i < 3; i++)
        {
            scene["a"].Then(HttpStatusCode.InternalServerError);
        }

        await HeadsAsync(scene, 10);
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Open));
    }

    private static async Task HeadsAsync(ScriptedStore scene, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await scene.HeadAsync().Soon();
        }
    }
}
