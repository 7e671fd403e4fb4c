using System.Net;
using S3Kit.Tests.Protocol;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>20, cancellation: at whatever step a call is cancelled it ends at once, and gives back what it held: its place, its slots, its budget.</summary>
public sealed class CancelledAnywhereTests
{
    [Test]
    public async Task BeforeTheCall_NothingIsSent()
    {
        await using var scene = new ScriptedStore("a");

        Assert.CatchAsync<OperationCanceledException>(() => scene.HeadAsync(cancellationToken: new CancellationToken(canceled: true)).Soon());

        Assert.That(scene["a"].Calls, Is.Empty);
        await AssertQuietAsync(scene);
    }

    [Test]
    public async Task WaitingForAPlaceInTheQueue_Leaves()
    {
        await using var scene = new ScriptedStore(One, "a");
        using var cancellation = new CancellationTokenSource();
        TaskCompletionSource<HttpResponseMessage> held = scene["a"].ThenHold();
        Task running = scene.HeadAsync();
        await scene["a"].Arrival();
        Task queued = scene.HeadAsync();
        Task waiting = scene.HeadAsync(cancellationToken: cancellation.Token);
        Assert.That(scene.Registry.Queue.WaitingForPlace, Is.EqualTo(1));

        await CancelAsync(waiting, cancellation);
        Assert.That(scene.Registry.Queue.WaitingForPlace, Is.Zero);

        held.SetResult(Answers.Ok());
        await Task.WhenAll(running, queued).Soon();
        await AssertQuietAsync(scene);
    }

    [Test]
    public async Task WaitingInTheQueue_LeavesAndFreesItsPlace()
    {
        await using var scene = new ScriptedStore(One, "a");
        using var cancellation = new CancellationTokenSource();
        TaskCompletionSource<HttpResponseMessage> held = scene["a"].ThenHold();
        Task running = scene.HeadAsync();
        await scene["a"].Arrival();
        Task queued = scene.HeadAsync(cancellationToken: cancellation.Token);
        Task next = scene.HeadAsync();

        await CancelAsync(queued, cancellation);
        Assert.That(scene.Registry.Queue.Normal, Is.EqualTo(1), "The one that waited for its place has it.");

        held.SetResult(Answers.Ok());
        await Task.WhenAll(running, next).Soon();
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(2));
        await AssertQuietAsync(scene);
    }

    [Test]
    public async Task WaitingForTheAnswer_Ends()
    {
        await using var scene = new ScriptedStore("a");
        using var cancellation = new CancellationTokenSource();
        scene["a"].ThenHold();
        Task call = scene.HeadAsync(cancellationToken: cancellation.Token);
        await scene["a"].Arrival();

        await CancelAsync(call, cancellation);

        await AssertQuietAsync(scene);
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public async Task WhileTheBodyIsSent_Ends()
    {
        await using var scene = new ScriptedStore("a");
        using var cancellation = new CancellationTokenSource();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene["a"].ReadsBodies = false;
        scene["a"].Next.Enqueue(async (call, token) =>
        {
            await using Stream body = await call.Message.Content!.ReadAsStreamAsync(token);
            reached.SetResult();
            return await new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(token);
        });
        Task call = scene.PutAsync(new MemoryStream([1, 2, 3]), cancellationToken: cancellation.Token);
        await reached.Task.Soon();

        await CancelAsync(call, cancellation);

        await AssertQuietAsync(scene);
    }

    [Test]
    public async Task WhileTheSourceIsRead_Ends()
    {
        await using var scene = new ScriptedStore("a");
        using var cancellation = new CancellationTokenSource();
        await using var source = new GatedSource([1, 2, 3]);
        Task call = scene.PutAsync(source, cancellationToken: cancellation.Token);
        await source.Reached.Soon();

        await CancelAsync(call, cancellation);

        Assert.That(scene["a"].Calls, Is.Empty);
        await AssertQuietAsync(scene);
    }

    [Test]
    public async Task DuringADelay_Ends()
    {
        await using var scene = new ScriptedStore("a");
        using var cancellation = new CancellationTokenSource();
        scene["a"].Then(HttpStatusCode.BadGateway);
        Task call = scene.HeadAsync(cancellationToken: cancellation.Token);
        await scene.Time.NextTimer(TimeSpan.FromMilliseconds(500));

        await CancelAsync(call, cancellation);

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(1));
        await AssertQuietAsync(scene);
    }

    [Test]
    public async Task WaitingForItsTurnAfterADelay_LeavesWithItsBudget()
    {
        await using var scene = new ScriptedStore(One, "a");
        using var cancellation = new CancellationTokenSource();
        scene["a"].Then(HttpStatusCode.BadGateway);
        Task retried = scene.HeadAsync(cancellationToken: cancellation.Token);
        await scene["a"].Arrival();
        await scene.Time.NextTimer(TimeSpan.FromMilliseconds(500));
        TaskCompletionSource<HttpResponseMessage> held = scene["a"].ThenHold();
        Task other = scene.HeadAsync();
        await scene["a"].Arrival();
        int budget = scene.Snapshot("a").RetryBudget;
        scene.Time.Advance(TimeSpan.FromMilliseconds(500));

        await CancelAsync(retried, cancellation);

        held.SetResult(Answers.Ok());
        await other.Soon();
        await AssertQuietAsync(scene);
        Assert.That(scene.Snapshot("a").RetryBudget, Is.GreaterThanOrEqualTo(budget));
    }

    [Test]
    public async Task WhileADownloadIsRead_Ends()
    {
        await using var scene = new ScriptedStore("a");
        using var cancellation = new CancellationTokenSource();
        await using var body = new StalledStream();
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Answers.Object(body, 3)));
        await using (GetObjectResult result = await scene.GetAsync().Soon())
        {
            Task reading = result.Content.ReadExactlyAsync(new byte[3], cancellation.Token).AsTask();
            await body.Reading.Soon();

            await CancelAsync(reading, cancellation);
        }

        await AssertQuietAsync(scene);
    }

    private static void One(S3KitOptions options)
    {
        options.MaxConcurrentRequests = 1;
        options.QueueSize = 1;
    }

    private static async Task CancelAsync(Task call, CancellationTokenSource cancellation)
    {
        Assert.That(call.IsCompleted, Is.False);
        await cancellation.CancelAsync();
        Assert.CatchAsync<OperationCanceledException>(() => call.Soon());
    }

    /// <summary>Nothing is left at the endpoint or in the queue; and the next call is served.</summary>
    private static async Task AssertQuietAsync(ScriptedStore scene)
    {
        using var patience = new CancellationTokenSource(Patience.Limit, TimeProvider.System);
        while (scene.Snapshot("a") is not { ActiveRequests: 0, InFlightRequests: 0 } || scene.Registry.Queue is not { Count: 0, WaitingForPlace: 0, Running: 0 })
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await scene.HeadAsync().Soon();
    }
}
