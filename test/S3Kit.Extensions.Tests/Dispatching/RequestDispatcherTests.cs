using System.Diagnostics;
using System.Globalization;
using System.Net;
using S3Kit.Dispatching;
using S3Kit.Tests.Scripting;
using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.Tests.Dispatching;

public sealed class RequestDispatcherTests
{
    private static readonly AsyncLocal<string?> Caller = new();

    [Test]
    public async Task Submit_FiveHundredAtOnce_NeverMoreThanTheLimitAreUnderWay()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 7;
                options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 100 };
            },
            "a");
        int now = 0, most = 0;
        scene["a"].Answer = async (_, _) =>
        {
            int seen = Interlocked.Increment(ref now);
            InterlockedMax(ref most, seen);
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return Answers.Ok();
        };

        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => scene.HeadAsync(i.ToString(CultureInfo.InvariantCulture)))).Soon();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene["a"].Calls, Has.Count.EqualTo(500));
            Assert.That(most, Is.InRange(1, 7));
            AssertIdle(scene);
        }
    }

    [Test]
    public async Task Submit_AsManyAsTheLimit_AllAreUnderWayAtOnce()
    {
        await using var scene = new ScriptedStore(options => options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 10 }, "a");
        TaskCompletionSource<HttpResponseMessage>[] answers = [.. Enumerable.Range(0, 10).Select(_ => scene["a"].ThenHold())];

        Task[] calls = [.. Enumerable.Range(0, 11).Select(_ => scene.HeadAsync())];
        for (int i = 0; i < 10; i++)
        {
            await scene["a"].Arrival();
        }

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(10));
        Array.ForEach(answers, answer => answer.SetResult(Answers.Ok()));
        await Task.WhenAll(calls).Soon();
    }

    [Test]
    public async Task Submit_OverTheEndpointsLimit_Waits()
    {
        await using var scene = new ScriptedStore(options => options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 2 }, "a");
        TaskCompletionSource<HttpResponseMessage> first = scene["a"].ThenHold();
        TaskCompletionSource<HttpResponseMessage> second = scene["a"].ThenHold();
        Task[] calls = [scene.HeadAsync(), scene.HeadAsync(), scene.HeadAsync()];
        await scene["a"].Arrival();
        await scene["a"].Arrival();

        Assert.That(scene.Snapshot("a").ActiveRequests, Is.EqualTo(2));
        first.SetResult(Answers.Ok());
        await scene["a"].Arrival();
        second.SetResult(Answers.Ok());
        await Task.WhenAll(calls).Soon();
    }

    [Test]
    public async Task Submit_QueueFullAndRejecting_FailsAtOnce()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 1;
                options.QueueSize = 1;
                options.QueueFullMode = QueueFullMode.Reject;
            },
            "a");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task running = scene.HeadAsync();
        await scene["a"].Arrival();
        Task queued = scene.HeadAsync();

        S3QueueFullException? error = Assert.ThrowsAsync<S3QueueFullException>(() => scene.HeadAsync().Soon());

        Assert.That(error!.Attempts, Is.Zero);
        Assert.That(error.IsTransient, Is.True);
        answer.SetResult(Answers.Ok());
        await Task.WhenAll(running, queued).Soon();
        await scene.HeadAsync().Soon();
    }

    [Test]
    public async Task Submit_QueueFullAndWaiting_IsServedWhenThereIsAPlace()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 1;
                options.QueueSize = 1;
            },
            "a");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task[] calls = [.. Enumerable.Range(0, 10).Select(_ => scene.HeadAsync())];
        await scene["a"].Arrival();

        answer.SetResult(Answers.Ok());

        await Task.WhenAll(calls).Soon();
    }

    [Test]
    public async Task Submit_HighAfterLow_GoesFirst()
    {
        await using var scene = new ScriptedStore(options => options.MaxConcurrentRequests = 1, "a");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task running = scene.HeadAsync("running");
        await scene["a"].Arrival();

        Task[] calls =
        [
            running,
            scene.HeadAsync("low", new HeadObjectOptions { Priority = RequestPriority.Low }),
            scene.HeadAsync("normal"),
            scene.HeadAsync("high", new HeadObjectOptions { Priority = RequestPriority.High }),
        ];
        answer.SetResult(Answers.Ok());
        await Task.WhenAll(calls).Soon();

        Assert.That(scene["a"].Calls.Select(call => call.Target), Is.EqualTo(["/bucket/running", "/bucket/high", "/bucket/normal", "/bucket/low"]));
    }

    [Test]
    public async Task Submit_AgedOnesBesideNewOnesAtOneSlot_GetOneInFour()
    {
        await using var scene = new ScriptedStore(options => options.MaxConcurrentRequests = 1, "a");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        List<Task> calls = [scene.HeadAsync("running")];
        await scene["a"].Arrival();
        calls.AddRange(Enumerable.Range(0, 3).Select(i => scene.HeadAsync($"l{i}", new HeadObjectOptions { Priority = RequestPriority.Low })));
        scene.Time.Advance(TimeSpan.FromSeconds(6));
        calls.AddRange(Enumerable.Range(0, 6).Select(i => scene.HeadAsync($"n{i}")));

        answer.SetResult(Answers.Ok());
        await Task.WhenAll(calls).Soon();

        Assert.That(
            string.Join(' ', scene["a"].Calls.Select(call => call.Target.Split('/')[^1])), Is.EqualTo("running n0 n1 l0 n2 n3 n4 l1 n5 l2"));
    }

    [Test]
    public async Task Cancel_Queued_EndsAtOnceAndFreesThePlace()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 1;
                options.QueueSize = 1;
                options.QueueFullMode = QueueFullMode.Reject;
            },
            "a");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task running = scene.HeadAsync("running");
        await scene["a"].Arrival();
        using var cancellation = new CancellationTokenSource();
        Task queued = scene.HeadAsync("queued", cancellationToken: cancellation.Token);

        await cancellation.CancelAsync();
        AssertCancelled(queued, cancellation.Token);

        // Its place is free: this one is not rejected.
        Task next = scene.HeadAsync("next");
        answer.SetResult(Answers.Ok());
        await Task.WhenAll(running, next).Soon();
        Assert.That(scene["a"].Calls.Select(call => call.Target), Is.EqualTo(["/bucket/running", "/bucket/next"]));
    }

    [Test]
    public async Task Cancel_Running_EndsAtOnceAndFreesTheSlot()
    {
        await using var scene = new ScriptedStore(options => options.MaxConcurrentRequests = 1, "a");
        scene["a"].ThenHold();
        using var cancellation = new CancellationTokenSource();
        Task running = scene.HeadAsync(cancellationToken: cancellation.Token);
        await scene["a"].Arrival();

        await cancellation.CancelAsync();
        AssertCancelled(running, cancellation.Token);

        await scene.HeadAsync().Soon();
        AssertIdle(scene);
    }

    [Test]
    public async Task Cancel_BackingOff_EndsAtOnceAndWasHoldingNothing()
    {
        await using var scene = new ScriptedStore(options => options.MaxConcurrentRequests = 1, "a");
        scene["a"].Then(HttpStatusCode.InternalServerError);
        Task<TimeSpan> delay = scene.Time.NextTimer(TimeSpan.FromMilliseconds(500));
        using var cancellation = new CancellationTokenSource();
        Task failing = scene.HeadAsync(cancellationToken: cancellation.Token);
        await delay;

        await scene.HeadAsync().Soon();
        AssertIdle(scene);
        await cancellation.CancelAsync();

        AssertCancelled(failing, cancellation.Token);
        await scene.HeadAsync().Soon();
    }

    [Test]
    public async Task Cancel_WaitingForATurnAfterTheDelay_EndsAtOnce()
    {
        await using var scene = new ScriptedStore(options => options.MaxConcurrentRequests = 1, "a");
        scene["a"].Then(HttpStatusCode.InternalServerError);
        Task<TimeSpan> delay = scene.Time.NextTimer(TimeSpan.FromMilliseconds(500));
        using var cancellation = new CancellationTokenSource();
        Task failing = scene.HeadAsync(cancellationToken: cancellation.Token);
        await scene["a"].Arrival();
        await delay;
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task holder = scene.HeadAsync();
        await scene["a"].Arrival();
        scene.Time.Advance(TimeSpan.FromMilliseconds(500));

        await cancellation.CancelAsync();
        AssertCancelled(failing, cancellation.Token);

        answer.SetResult(Answers.Ok());
        await holder.Soon();
        await scene.HeadAsync().Soon();
        AssertIdle(scene);
    }

    [Test]
    public async Task Cancel_WhileAnotherEndpointIsChosen_GivesItsSlotBack()
    {
        await using var scene = new ScriptedStore(options => options.EndpointSelectionStrategy = EndpointSelectionStrategies.PowerOfTwoChoices, "a", "b", "c");
        using var cancellation = new CancellationTokenSource();
        string failed = "";
        scene.Randomness.Choice = _ =>
        {
            if (failed.Length > 0)
            {
                cancellation.Cancel();
            }

            return 0;
        };
        foreach (string name in (string[])["a", "b", "c"])
        {
            scene[name].Answer = (_, _) =>
            {
                failed = name;
                return Task.FromResult(Answers.Error(HttpStatusCode.InternalServerError));
            };
        }

        Task call = scene.HeadAsync(cancellationToken: cancellation.Token);
        AssertCancelled(call, cancellation.Token);

        Assert.That(failed, Is.Not.Empty);
        AssertIdle(scene);
    }

    [Test]
    public async Task Timeout_WhileQueued_IsTotalAndWasNeverSent()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 1;
                options.AttemptTimeout = TimeSpan.FromHours(1);
            },
            "a");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task holder = scene.HeadAsync("holder", new HeadObjectOptions { Timeout = Timeout.InfiniteTimeSpan });
        await scene["a"].Arrival();
        Task<ObjectInfo?> queued = scene.HeadAsync("queued", new HeadObjectOptions { Timeout = TimeSpan.FromSeconds(3) });

        scene.Time.Advance(TimeSpan.FromSeconds(3));

        S3TimeoutException? error = Assert.ThrowsAsync<S3TimeoutException>(() => queued.Soon());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Limit, Is.EqualTo(S3TimeoutKind.Total));
            Assert.That(error.Attempts, Is.Zero);
            Assert.That(error.Key, Is.EqualTo("queued"));
        }

        answer.SetResult(Answers.Ok());
        await holder.Soon();
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Submit_CancelledBefore_IsNeverSent()
    {
        await using var scene = new ScriptedStore("a");

        Task call = scene.HeadAsync(cancellationToken: new CancellationToken(canceled: true));

        Assert.That(async () => await call.Soon(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(scene["a"].Calls, Is.Empty);
    }

    [Test]
    public async Task Start_ManyCallers_EachSeesItsOwnContextDownToTheHandler()
    {
        await using var scene = new ScriptedStore(options => options.MaxConcurrentRequests = 3, "a");
        var wrong = 0;
        scene["a"].Answer = async (call, _) =>
        {
            await Task.Yield();
            string key = call.Target.Split('/')[^1];
            if (Caller.Value != key || Activity.Current?.GetBaggageItem("caller") != key)
            {
                Interlocked.Increment(ref wrong);
            }

            Caller.Value = "left behind";
            return Answers.Ok();
        };

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => CallAsync(scene, $"caller-{i}"))).Soon();

        Assert.That(wrong, Is.Zero);
        Assert.That(Caller.Value, Is.Null);
    }

    [Test]
    public async Task Start_CallerSuppressesTheFlow_NobodyElsesContextIsSeen()
    {
        await using var scene = new ScriptedStore("a");
        Caller.Value = "first";
        await scene.HeadAsync().Soon();
        string? seen = "nothing";
        scene["a"].Answer = (_, _) =>
        {
            seen = Caller.Value;
            return Task.FromResult(Answers.Ok());
        };
        Task call;
        using (ExecutionContext.SuppressFlow())
        {
            call = scene.HeadAsync();
        }

        await call.Soon();

        Assert.That(seen, Is.Null);
        Caller.Value = null;
    }

    private static async Task CallAsync(ScriptedStore scene, string name)
    {
        Caller.Value = name;
        using var activity = new Activity("test");
        activity.AddBaggage("caller", name);
        activity.Start();
        await scene.HeadAsync(name);
        Assert.That(Caller.Value, Is.EqualTo(name));
    }

    private static void AssertCancelled(Task call, CancellationToken token)
    {
        OperationCanceledException? error = Assert.CatchAsync<OperationCanceledException>(() => call.Soon());
        Assert.That(error!.CancellationToken, Is.EqualTo(token));
    }

    private static void AssertIdle(ScriptedStore scene)
    {
        foreach (EndpointSnapshot endpoint in scene.Registry.Endpoints)
        {
            Assert.That(endpoint.ActiveRequests, Is.Zero, endpoint.Name);
            Assert.That(endpoint.InFlightRequests, Is.Zero, endpoint.Name);
        }

        Assert.That(scene.Services.GetRequiredService<RequestDispatcher>().Running, Is.Zero);
    }

    private static void InterlockedMax(ref int most, int seen)
    {
        int before;
        while ((before = Volatile.Read(ref most)) < seen && Interlocked.CompareExchange(ref most, seen, before) != before)
        {
            // Somebody else was quicker: look again.
        }
    }
}
