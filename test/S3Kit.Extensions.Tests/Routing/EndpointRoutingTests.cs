using System.Net;
using System.Net.Http.Headers;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Routing;

/// <summary>Which endpoint of a pool a request goes to.</summary>
public sealed class EndpointRoutingTests
{
    [Test]
    public async Task Run_RoundRobin_SpreadsEvenly()
    {
        await using var scene = new ScriptedStore("a", "b", "c");

        for (int i = 0; i < 9; i++)
        {
            await scene.HeadAsync().Soon();
        }

        Assert.That(Counts(scene, "a", "b", "c"), Is.EqualTo([3, 3, 3]));
    }

    [TestCase("RoundRobin")]
    [TestCase("LeastLoaded")]
    [TestCase("Weighted")]
    public async Task Run_OneOfTwoAlwaysFails_OnlyItsOwnTurnsAreLost(string strategy)
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.EndpointSelectionStrategy = strategy;
                options.CircuitBreaker.Enabled = false;
            },
            "a", "b");
        scene["a"].Answer = static (_, _) => Task.FromResult(Answers.Error(HttpStatusCode.InternalServerError));

        for (int i = 0; i < 10; i++)
        {
            await scene.HeadAsync().Soon();
        }

        Assert.That(Counts(scene, "a", "b"), Is.EqualTo([5, 10]));
    }

    [Test]
    public async Task Run_TwoTiers_TheSecondOnlyWhileTheFirstHasNoneThatIsWell()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.CircuitBreaker.Threshold = 1;
                options.TierHoldOff = TimeSpan.Zero;
                options.Endpoints["b"] = new EndpointOptions { Tier = 1 };
            },
            "a", "b");
        await scene.HeadAsync().Soon();
        await scene.HeadAsync().Soon();
        Assert.That(Counts(scene, "a", "b"), Is.EqualTo([2, 0]));

        scene["a"].Then(HttpStatusCode.InternalServerError);
        await scene.HeadAsync().Soon();
        await scene.HeadAsync().Soon();
        Assert.That(Counts(scene, "a", "b"), Is.EqualTo([3, 2]));

        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.HeadAsync().Soon();
        await scene.HeadAsync().Soon();
        Assert.That(Counts(scene, "a", "b"), Is.EqualTo([5, 2]));
    }

    [Test]
    public async Task Run_FirstTierBusy_WaitsForItRatherThanUseTheSecond()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 1 };
                options.Endpoints["b"] = new EndpointOptions { Tier = 1 };
            },
            "a", "b");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task first = scene.HeadAsync();
        await scene["a"].Arrival();
        Task second = scene.HeadAsync();

        answer.SetResult(Answers.Ok());
        await Task.WhenAll(first, second).Soon();

        Assert.That(Counts(scene, "a", "b"), Is.EqualTo([2, 0]));
    }

    [Test]
    public async Task Run_EndpointAskedToSlowDown_IsLeftAloneForThatTime()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Then(HttpStatusCode.TooManyRequests, null, answer => answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(20)));
        await scene.HeadAsync().Soon();
        Assert.That(scene.Snapshot("a").CoolingUntil, Is.EqualTo(scene.Time.GetUtcNow() + TimeSpan.FromSeconds(20)));
        Assert.That(scene.Snapshot("a").IsUsable, Is.False);

        for (int i = 0; i < 4; i++)
        {
            await scene.HeadAsync().Soon();
        }

        Assert.That(Counts(scene, "a", "b"), Is.EqualTo([1, 5]));
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));

        scene.Time.Advance(TimeSpan.FromSeconds(20));
        await scene.HeadAsync().Soon();
        await scene.HeadAsync().Soon();
        Assert.That(Counts(scene, "a", "b"), Is.EqualTo([2, 6]));
    }

    [Test]
    public async Task Run_AllAreCoolingDown_OneIsUsedNevertheless()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 0, "a");
        scene["a"].Then(HttpStatusCode.TooManyRequests);
        Assert.ThrowsAsync<S3ThrottledException>(() => scene.GetAsync().Soon());

        await scene.HeadAsync().Soon();

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Run_OneFails_AnotherIsTriedAtOnce()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Then(HttpStatusCode.InternalServerError);

        PutObjectResult put = await scene.PutAsync(new MemoryStream([1])).Soon();

        Assert.That(put.Endpoint, Is.EqualTo("b"));
        Assert.That(scene["b"].Calls.Single().Message.RequestUri!.Host, Is.EqualTo("b.test"));
        Assert.That(scene["b"].Calls.Single().Header("Authorization"), Does.Contain("key-of-b"));
    }

    [Test]
    public async Task Run_NamedEndpoint_IsNeverFailedOverFrom()
    {
        await using var scene = new ScriptedStore(options => options.Endpoints["a"] = new EndpointOptions { MaxRetries = 0 }, "a", "b");
        scene["a"].Then(HttpStatusCode.InternalServerError);

        Assert.ThrowsAsync<S3ServerException>(() => scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "A" }).Soon());

        Assert.That(scene["b"].Calls, Is.Empty);
    }

    [Test]
    public async Task Run_UnknownEndpoint_SaysWhichThereAre()
    {
        await using var scene = new ScriptedStore("a", "b");

        S3NoEndpointException? error = Assert.ThrowsAsync<S3NoEndpointException>(() => scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "c" }).Soon());

        Assert.That(error!.Message, Does.Contain("'c'").And.Contain("'a', 'b'"));
    }

    [Test]
    public async Task Run_BusyEndpointByName_DoesNotHoldUpAnother()
    {
        await using var scene = new ScriptedStore(options => options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 1 }, "a", "b");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        var toA = new HeadObjectOptions { Endpoint = "a", Priority = RequestPriority.High };
        List<Task> waiting = [scene.HeadAsync(options: toA)];
        await scene["a"].Arrival();
        waiting.AddRange(Enumerable.Range(0, 20).Select(_ => scene.HeadAsync(options: toA)));

        await scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "b", Priority = RequestPriority.Low }).Soon();
        await scene.HeadAsync().Soon();

        Assert.That(Counts(scene, "a", "b"), Is.EqualTo([1, 2]));
        answer.SetResult(Answers.Ok());
        await Task.WhenAll(waiting).Soon();
    }

    private static int[] Counts(ScriptedStore scene, params string[] names) => [.. names.Select(name => scene[name].Calls.Count)];
}
