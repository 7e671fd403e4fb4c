using System.Net;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>
/// 19: hedged reads are opt-in: a second get or head at another endpoint after a delay, within a budget; the loser is cancelled, and never a failure.
/// </summary>
public sealed class HedgedReadsTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(50);

    [Test]
    public async Task Head_FirstIsSlow_TheSecondServesIt()
    {
        await using ScriptedStore scene = Create("a", "b");
        TaskCompletionSource<HttpResponseMessage> slow = scene["a"].ThenHold();

        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene["a"].Arrival();
        await PassDelay(scene);

        Assert.That(await head.Soon(), Is.Not.Null);
        Assert.That(scene["b"].Calls, Has.Count.EqualTo(1));
        await Quiet(scene, "a", "b");
        Assert.That(slow.Task.IsCompleted, Is.False);
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public async Task Head_LoserHadBeenSilentForLong_IsNoFailure()
    {
        // The attempt limit is so near that a cancelled attempt would count as given up.
        await using ScriptedStore scene = Create(
            options =>
            {
                options.Hedging.Delay = TimeSpan.FromSeconds(8);
                options.CircuitBreaker.Threshold = 1;
            },
            "a",
            "b");
        scene["a"].ThenHold();

        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene["a"].Arrival();
        await PassDelay(scene, TimeSpan.FromSeconds(8));
        await head.Soon();
        await Quiet(scene, "a");

        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public async Task Get_BothAnswer_TheLosersBodyIsDisposedOf()
    {
        await using ScriptedStore scene = Create("a", "b");
        var answers = new TaskCompletionSource<HttpResponseMessage>();

        // Not cancelled by the loser's token: it answers all the same.
        scene["a"].Next.Enqueue((_, _) => answers.Task);
        scene["b"].Next.Enqueue((_, _) => Task.FromResult(Answers.Object([1, 2, 3])));

        Task<GetObjectResult> get = scene.GetAsync();
        await scene["a"].Arrival();
        await PassDelay(scene);
        await using GetObjectResult result = await get.Soon();
        var body = new WatchedStream([4, 5, 6]);
        answers.SetResult(Answers.Object(body, 3));

        Assert.That(await result.Content.ReadAllAsync(), Is.EqualTo(new byte[] { 1, 2, 3 }));
        await body.Disposed.Soon();
        await Quiet(scene, "a");
    }

    [Test]
    public async Task Get_FirstAnswersAfterAll_TheSecondIsCancelled()
    {
        await using ScriptedStore scene = Create("a", "b");
        TaskCompletionSource<HttpResponseMessage> first = scene["a"].ThenHold();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene["b"].Next.Enqueue(async (_, token) =>
        {
            token.UnsafeRegister(_ => cancelled.TrySetResult(), null);
            return await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(token);
        });

        Task<GetObjectResult> get = scene.GetAsync();
        await scene["a"].Arrival();
        await PassDelay(scene);
        await scene["b"].Arrival();
        first.SetResult(Answers.Object([9]));

        await using (GetObjectResult result = await get.Soon())
        {
            Assert.That(await result.Content.ReadAllAsync(), Is.EqualTo(new byte[] { 9 }));
        }

        await cancelled.Task.Soon();
        await Quiet(scene, "a", "b");
    }

    [Test]
    public async Task Get_FirstFailsWhileTheSecondIsAsked_TheSecondCounts()
    {
        await using ScriptedStore scene = Create("a", "b");
        TaskCompletionSource<HttpResponseMessage> first = scene["a"].ThenHold();
        TaskCompletionSource<HttpResponseMessage> second = scene["b"].ThenHold();

        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene["a"].Arrival();
        await PassDelay(scene);
        await scene["b"].Arrival();
        first.SetResult(Answers.Error(HttpStatusCode.InternalServerError));
        second.SetResult(Answers.Ok());

        Assert.That(await head.Soon(), Is.Not.Null);
        Assert.That(scene["a"].Calls.Count + scene["b"].Calls.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task Get_BothFail_AThirdIsTried()
    {
        await using ScriptedStore scene = Create("a", "b", "c");
        TaskCompletionSource<HttpResponseMessage> first = scene["a"].ThenHold();
        TaskCompletionSource<HttpResponseMessage> second = scene["b"].ThenHold();

        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene["a"].Arrival();
        await PassDelay(scene);
        await scene["b"].Arrival();
        first.SetResult(Answers.Error(HttpStatusCode.InternalServerError));
        second.SetResult(Answers.Error(HttpStatusCode.InternalServerError));

        Assert.That(await head.Soon(), Is.Not.Null);
        Assert.That(scene["c"].Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Get_SecondFindsNothing_ThatIsTheAnswer()
    {
        await using ScriptedStore scene = Create("a", "b");
        scene["a"].ThenHold();
        scene["b"].Then(HttpStatusCode.NotFound, "NoSuchKey");

        Task<GetObjectResult> get = scene.GetAsync();
        await scene["a"].Arrival();
        await PassDelay(scene);

        Assert.ThrowsAsync<S3NotFoundException>(() => get.Soon());
        await Quiet(scene, "a", "b");
    }

    [Test]
    public async Task Put_IsSlow_IsNeverSentTwice()
    {
        await using ScriptedStore scene = Create("a", "b");
        TaskCompletionSource<HttpResponseMessage> slow = scene["a"].ThenHold();

        Task<PutObjectResult> put = scene.PutAsync(new MemoryStream([1]));
        await scene["a"].Arrival();
        scene.Time.Advance(TimeSpan.FromSeconds(5));
        slow.SetResult(Answers.Ok());
        await put.Soon();

        Assert.That(scene["b"].Calls, Is.Empty);
    }

    [Test]
    public async Task Head_NotAskedFor_IsSentOnce()
    {
        await using var scene = new ScriptedStore("a", "b");
        TaskCompletionSource<HttpResponseMessage> slow = scene["a"].ThenHold();

        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene["a"].Arrival();
        scene.Time.Advance(TimeSpan.FromSeconds(5));
        slow.SetResult(Answers.Ok());
        await head.Soon();

        Assert.That(scene["b"].Calls, Is.Empty);
    }

    [TestCase(true, false)]
    [TestCase(false, true)]
    public async Task Head_CallSaysOtherwise_TheCallCounts(bool configured, bool asked)
    {
        await using ScriptedStore scene = Create(options => options.Hedging.Enabled = configured, "a", "b");
        TaskCompletionSource<HttpResponseMessage> slow = scene["a"].ThenHold();

        Task<ObjectInfo?> head = scene.HeadAsync(options: new HeadObjectOptions { Hedge = asked });
        await scene["a"].Arrival();
        if (asked)
        {
            await PassDelay(scene);
        }
        else
        {
            scene.Time.Advance(TimeSpan.FromSeconds(5));
            slow.SetResult(Answers.Ok());
        }

        await head.Soon();
        Assert.That(scene["b"].Calls, Has.Count.EqualTo(asked ? 1 : 0));
    }

    [Test]
    public async Task Head_BudgetIsUsedUp_WaitsForTheFirst()
    {
        await using ScriptedStore scene = Create(options => options.Hedging.MaxShare = 0.5, "a", "b");

        // Half a hedge has been saved up: not enough.
        TaskCompletionSource<HttpResponseMessage> slow = scene["a"].ThenHold();
        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene["a"].Arrival();
        await PassDelay(scene);
        slow.SetResult(Answers.Ok());

        await head.Soon();
        Assert.That(scene["b"].Calls, Is.Empty);
    }

    [Test]
    public async Task Head_DispatcherIsFull_NoSlotIsTakenFromOthers()
    {
        await using ScriptedStore scene = Create(options => options.MaxConcurrentRequests = 1, "a", "b");
        TaskCompletionSource<HttpResponseMessage> slow = scene["a"].ThenHold();

        Task<ObjectInfo?> head = scene.HeadAsync();
        await scene["a"].Arrival();
        await PassDelay(scene);
        slow.SetResult(Answers.Ok());

        await head.Soon();
        Assert.That(scene["b"].Calls, Is.Empty);
    }

    [Test]
    public async Task Head_ManyTimes_LeaksNoSlot()
    {
        await using ScriptedStore scene = Create(options => options.MaxConcurrentRequests = 2, "a", "b");
        for (int i = 0; i < 20; i++)
        {
            scene["a"].ThenHold();
            scene["b"].ThenHold();
            Task<ObjectInfo?> head = scene.HeadAsync();
            await Task.WhenAny(scene["a"].Arrival(), scene["b"].Arrival()).Soon();
            scene["a"].Next.Clear();
            scene["b"].Next.Clear();
            await PassDelay(scene);
            await head.Soon();
            await Quiet(scene, "a", "b");
        }

        Assert.That(scene.Snapshot("a").ActiveRequests + scene.Snapshot("b").ActiveRequests, Is.Zero);
    }

    [Test]
    public async Task Head_CallerCancelsWhileBothAreAsked_EndsAtOnceAndFreesBoth()
    {
        await using ScriptedStore scene = Create("a", "b");
        scene["a"].ThenHold();
        scene["b"].ThenHold();
        using var cancellation = new CancellationTokenSource();

        Task<ObjectInfo?> head = scene.HeadAsync(cancellationToken: cancellation.Token);
        await scene["a"].Arrival();
        await PassDelay(scene);
        await scene["b"].Arrival();
        await cancellation.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(() => head.Soon());
        await Quiet(scene, "a", "b");
    }

    [Test]
    public async Task Head_DelayByExperience_IsWhatMostReadsTook()
    {
        await using ScriptedStore scene = Create(options => options.Hedging.Delay = null, "a", "b");
        for (int i = 0; i < 40; i++)
        {
            // All of them take 100 ms.
            string serves = i % 2 == 0 ? "a" : "b";
            TaskCompletionSource<HttpResponseMessage> answer = scene[serves].ThenHold();
            Task<ObjectInfo?> read = scene.HeadAsync();
            await scene[serves].Arrival();
            scene.Time.Advance(TimeSpan.FromMilliseconds(100));
            answer.SetResult(Answers.Ok());
            await read.Soon();
            scene["a"].Next.Clear();
            scene["b"].Next.Clear();
        }

        scene.Time.ForgetTimers();
        scene["a"].ThenHold();
        Task<TimeSpan> delay = scene.Time.NextTimer(due => due < TimeSpan.FromSeconds(1));
        Task<ObjectInfo?> head = scene.HeadAsync();
        TimeSpan seen = await delay;
        await scene["a"].Arrival();
        scene.Time.Advance(seen);
        await head.Soon();

        Assert.That(seen.TotalMilliseconds, Is.InRange(100, 113));
    }

    private static ScriptedStore Create(params string[] endpoints) => Create(null, endpoints);

    private static ScriptedStore Create(Action<S3KitOptions>? configure, params string[] endpoints) => new(
        options =>
        {
            options.Hedging.Enabled = true;
            options.Hedging.Delay = Delay;
            options.Hedging.MaxShare = 1;
            configure?.Invoke(options);
        },
        endpoints);

    private static async Task PassDelay(ScriptedStore scene, TimeSpan? delay = null)
    {
        await scene.Time.NextTimer(delay ?? Delay);
        scene.Time.Advance(delay ?? Delay);
    }

    /// <summary>Ends when nothing is under way at the endpoints any more.</summary>
    private static async Task Quiet(ScriptedStore scene, params string[] endpoints)
    {
        using var patience = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (endpoints.Any(name => scene.Snapshot(name) is not { ActiveRequests: 0, InFlightRequests: 0 }))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
