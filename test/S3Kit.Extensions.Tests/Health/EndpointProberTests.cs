using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using S3Kit.Health;
using S3Kit.Resilience;
using S3Kit.Routing;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Health;

/// <summary>Probes that run by themselves. Chance is scripted to its least, so that they come a tenth early.</summary>
public sealed class EndpointProberTests
{
    private const string Health = "/health";

    private static readonly TimeSpan Early = TimeSpan.FromSeconds(27);

    [Test]
    public async Task WhenUnhealthy_Well_NothingIsAsked()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.WhenUnhealthy);
        await scene.HeadAsync().Soon();

        scene.Time.Advance(TimeSpan.FromDays(1));

        Assert.That(Probes(scene), Is.Zero);
        Assert.That(scene.Time.Active, Is.Zero, "No timer is left.");
        Assert.That(scene.Snapshot("a").LastProbe, Is.Null);
    }

    [Test]
    public async Task WhenUnhealthy_ProbeSucceeds_ClosesEarlyAndEndsTheProbes()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.WhenUnhealthy);
        var events = new CircuitEvents(scene.Registry);
        await OpenAsync(scene, events);

        scene.Time.Advance(Early);
        CircuitChangedEventArgs closed = await events.Next();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Previous, closed.State, closed.Reason), Is.EqualTo((CircuitState.Open, CircuitState.Closed, "a probe succeeded")));
            Assert.That(scene.Snapshot("a").LastProbe!.IsAvailable, Is.True);
            Assert.That(scene.Snapshot("a").LastProbedAt, Is.EqualTo(scene.Time.GetUtcNow()));
            Assert.That(scene["a"].Calls[^1].Target, Is.EqualTo(Health));
            Assert.That(scene["a"].Calls[^1].Header("Authorization"), Is.Null);
        }

        await scene.HeadAsync().Soon();
        scene.Time.Advance(TimeSpan.FromDays(1));
        Assert.That(Probes(scene), Is.EqualTo(1));
    }

    [Test]
    public async Task WhenUnhealthy_ProbeFails_StaysOpenUntilItsTrial()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.WhenUnhealthy);
        var events = new CircuitEvents(scene.Registry);
        await OpenAsync(scene, events);
        scene["a"].Then(HttpStatusCode.ServiceUnavailable);

        scene.Time.Advance(Early);
        Assert.That((await ProbedAsync(scene)).IsAvailable, Is.False);

        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Open));
        Assert.That(scene.Endpoint("a").Breaker.RemainingOpenTime, Is.EqualTo(TimeSpan.FromMinutes(1) - Early));
        Assert.ThrowsAsync<S3CircuitOpenException>(() => scene.HeadAsync().Soon());
        Assert.That(events.HasMore, Is.False);
    }

    [Test]
    public async Task WhenUnhealthy_ProbeSucceedsWhileATrialRuns_TheTrialIsOfThePast()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.WhenUnhealthy, options => options.CircuitBreaker.Timeout = TimeSpan.FromSeconds(20));
        var events = new CircuitEvents(scene.Registry);
        await OpenAsync(scene, events, TimeSpan.FromSeconds(18));
        scene["a"].Then(HttpStatusCode.ServiceUnavailable);
        scene.Time.Advance(TimeSpan.FromSeconds(18));
        await ProbedAsync(scene);
        scene.Time.Advance(TimeSpan.FromSeconds(2));
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task<ObjectInfo?> trial = scene.HeadAsync();
        Assert.That((await events.Next()).State, Is.EqualTo(CircuitState.HalfOpen));
        await scene["a"].Arrival();

        EndpointTestResult probe = await scene.Endpoint("a").Prober!.AskAsync(TimeSpan.Zero).Soon();
        Assert.That(probe.IsAvailable, Is.True);
        Assert.That((await events.Next()).State, Is.EqualTo(CircuitState.Closed));
        answer.SetResult(Answers.Error(HttpStatusCode.InternalServerError));

        Assert.ThrowsAsync<S3ServerException>(() => trial.Soon());
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public async Task WhenUnhealthy_AnswerThatSaysNothing_NeitherClosesNorCounts()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.WhenUnhealthy);
        var events = new CircuitEvents(scene.Registry);
        await OpenAsync(scene, events);
        scene["a"].Then(HttpStatusCode.NotFound);

        scene.Time.Advance(Early);
        await ProbedAsync(scene);

        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Open));
        Assert.That(scene.Snapshot("a").LastError, Does.StartWith("Server"), "That of the requests.");
    }

    [Test]
    public async Task Always_IdleEndpointDies_IsKnownBeforeTraffic()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.Always);
        var events = new CircuitEvents(scene.Registry);
        _ = scene.Snapshot("a");
        scene["a"].Answer = static (_, _) => throw new HttpRequestException("refused");

        for (int i = 0; i < 3; i++)
        {
            scene.Time.Advance(Early);
            await ProbedAsync(scene);
        }

        CircuitChangedEventArgs opened = await events.Next();
        Assert.That((opened.State, opened.ErrorKind, opened.Reason), Is.EqualTo((CircuitState.Open, S3ErrorKind.Network, "3 failures in a row: Network")));
        Assert.ThrowsAsync<S3CircuitOpenException>(() => scene.HeadAsync().Soon());
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(3), "No request had to fail.");
    }

    [Test]
    public async Task Always_ProbeTimesOut_IsAFailure()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.Always, options => options.CircuitBreaker.Threshold = 1);
        var events = new CircuitEvents(scene.Registry);
        _ = scene.Snapshot("a");
        scene["a"].ThenHold();
        scene.Time.Advance(Early);
        await scene["a"].Arrival();

        scene.Time.Advance(TimeSpan.FromSeconds(5));

        CircuitChangedEventArgs opened = await events.Next();
        Assert.That((opened.State, opened.ErrorKind), Is.EqualTo((CircuitState.Open, S3ErrorKind.Timeout)));
        Assert.That(
            scene.Snapshot("a").LastProbe!.Error!.Message, Is.EqualTo("HealthProbe at endpoint 'a' failed: no answer came within 00:00:05 (HealthProbe:Timeout)."));
    }

    [Test]
    public async Task Always_ProbeSucceeds_LeavesTheFailuresOfRequestsCounted()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.Always);
        await FailAsync(scene, 2);

        scene.Time.Advance(Early);
        await ProbedAsync(scene);
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.EqualTo(2));

        await FailAsync(scene, 1);
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Open));
    }

    [TestCase(HttpStatusCode.NotFound)]
    [TestCase(HttpStatusCode.Forbidden)]
    [TestCase(HttpStatusCode.TooManyRequests)]
    public async Task Always_AnswerThatSaysNothing_DoesNotCount(HttpStatusCode status)
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.Always, options => options.CircuitBreaker.Threshold = 1);
        _ = scene.Snapshot("a");
        scene["a"].Then(status);

        scene.Time.Advance(Early);
        EndpointTestResult result = await ProbedAsync(scene);

        Assert.That(result.IsAvailable, Is.False);
        Assert.That((scene.Snapshot("a").CircuitState, scene.Snapshot("a").ConsecutiveFailures), Is.EqualTo((CircuitState.Closed, 0)));
    }

    [Test]
    public async Task Always_JittersATenthEitherWay()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.Always);
        scene.Randomness.Double = static () => 0.5;
        _ = scene.Snapshot("a");
        await scene.Time.NextTimer(TimeSpan.FromSeconds(30));
        scene.Randomness.Double = static () => 0.9999;

        scene.Time.Advance(TimeSpan.FromSeconds(30));

        await scene.Time.NextTimer(due => due > TimeSpan.FromSeconds(32.9) && due < TimeSpan.FromSeconds(33));
    }

    [Test]
    public async Task Isolated_ProbesSucceed_StaysIsolated()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.Always);
        scene.Registry.IsolateEndpoint("a");

        scene.Time.Advance(Early);
        EndpointTestResult result = await ProbedAsync(scene);

        Assert.That(result.IsAvailable, Is.True);
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Isolated));
    }

    [Test]
    public async Task Never_Open_IsNotAsked()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.Never);
        var events = new CircuitEvents(scene.Registry);
        await FailAsync(scene, 3);
        await events.Next();

        scene.Time.Advance(TimeSpan.FromDays(1));

        Assert.That(Probes(scene), Is.Zero);
        Assert.That(scene.Time.Active, Is.Zero);
    }

    [Test]
    public async Task Embedded_IsNotAsked()
    {
        var time = new WatchedTimeProvider();
        await using ServiceProvider services = MockServices.Create(
            options =>
            {
                options.Mock = MockMode.Always;
                options.Endpoints["a"] = new EndpointOptions { Url = "http://a.test", HealthProbe = { Mode = HealthProbeMode.Always } };
            },
            collection => collection.AddSingleton<TimeProvider>(time));

        _ = services.GetRequiredService<IEndpointRegistry>().Endpoints;
        time.Advance(TimeSpan.FromDays(1));

        Assert.That(time.Active, Is.Zero);
        Assert.That(services.GetRequiredService<EndpointSet>().Find("a").Prober!.Last, Is.Null);
    }

    [Test]
    public async Task RemoveEndpoint_TimerAndProbeUnderWay_End()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.Always);
        EndpointProber prober = scene.Endpoint("a").Prober!;
        scene["a"].ThenHold();
        scene.Time.Advance(Early);
        await scene["a"].Arrival();
        Task<EndpointTestResult> underWay = prober.AskAsync(TimeSpan.MaxValue);

        scene.Registry.RemoveEndpoint("a");

        Assert.That((await underWay.Soon()).Error, Is.TypeOf<S3NoEndpointException>());
        Assert.That(scene.Time.Active, Is.Zero);
        Assert.That(prober.Last, Is.Null, "What was broken off says nothing.");
    }

    [Test]
    public async Task Dispose_OfTheServices_LeavesNoTimer()
    {
        ScriptedStore scene = Scene(HealthProbeMode.Always);
        StorageEndpoint endpoint = scene.Endpoint("a");
        Assert.That(scene.Time.Active, Is.EqualTo(1));

        await scene.DisposeAsync();
        Assert.That(scene.Time.Active, Is.Zero);

        endpoint.Breaker.TryEnter(out CircuitPass pass);
        endpoint.Prober!.Reschedule();
        endpoint.Breaker.Report(pass, EndpointVerdict.Failure, new IOException());
        Assert.That(scene.Time.Active, Is.Zero);
    }

    [Test]
    public async Task HealthCheck_SharesTheLastProbe()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.Always);
        S3KitHealthCheck check = scene.Services.GetRequiredService<S3KitHealthCheck>();
        var context = new HealthCheckContext { Registration = new HealthCheckRegistration("s3kit", check, HealthStatus.Unhealthy, tags: null) };
        _ = scene.Snapshot("a");
        scene.Time.Advance(Early);
        await ProbedAsync(scene);

        await check.CheckHealthAsync(context).Soon();
        Assert.That(Probes(scene), Is.EqualTo(1), "The check has nothing to ask.");

        // Now the check asks first, and the timer has nothing to ask.
        scene.Time.Advance(TimeSpan.FromSeconds(20));
        EndpointTestResult asked = await scene.Endpoint("a").Prober!.AskAsync(TimeSpan.Zero).Soon();
        scene.Time.Advance(Early - TimeSpan.FromSeconds(20));
        Assert.That(await ProbedAsync(scene), Is.SameAs(asked));
        Assert.That(Probes(scene), Is.EqualTo(2));
    }

    [Test]
    public async Task HealthCheck_Open_ItsProbeClosesTheBreakerToo()
    {
        await using ScriptedStore scene = Scene(HealthProbeMode.WhenUnhealthy);
        var events = new CircuitEvents(scene.Registry);
        await OpenAsync(scene, events);
        S3KitHealthCheck check = scene.Services.GetRequiredService<S3KitHealthCheck>();

        HealthCheckResult result = await check.CheckHealthAsync(new HealthCheckContext
        {
            Registration = new HealthCheckRegistration("s3kit", check, HealthStatus.Unhealthy, tags: null),
        }).Soon();

        Assert.That(result.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    private static ScriptedStore Scene(HealthProbeMode mode, Action<S3KitOptions>? configure = null)
    {
        ScriptedStore scene = ScriptedStore.WithProbes(
            options =>
            {
                options.MaxRetries = 0;
                options.Endpoints["a"] = new EndpointOptions { HealthProbe = { Mode = mode, Path = Health } };
                configure?.Invoke(options);
            },
            "a");

        // Nothing is asked for, and so no probe waited for, before the first use.
        scene.Randomness.Double = static () => 0;
        return scene;
    }

    private static int Probes(ScriptedStore scene) => scene["a"].Calls.Count(call => call.Target == Health);

    private static async Task<EndpointTestResult> ProbedAsync(ScriptedStore scene) => await scene.Endpoint("a").Prober!.AskAsync(TimeSpan.MaxValue).Soon();

    private static async Task FailAsync(ScriptedStore scene, int times)
    {
        for (int i = 0; i < times; i++)
        {
            scene["a"].Then(HttpStatusCode.InternalServerError);
            Assert.ThrowsAsync<S3ServerException>(() => scene.HeadAsync().Soon());
            await scene["a"].Arrival();
        }
    }

    /// <summary>Opens the breaker, and waits until the probe that this calls for is waited for.</summary>
    private static async Task OpenAsync(ScriptedStore scene, CircuitEvents events, TimeSpan? due = null)
    {
        await FailAsync(scene, 3);
        Assert.That((await events.Next()).State, Is.EqualTo(CircuitState.Open));
        await scene.Time.NextTimer(due ?? Early);
    }
}
