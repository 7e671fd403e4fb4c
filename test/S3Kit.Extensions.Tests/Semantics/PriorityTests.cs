using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>3: HIGH before NORMAL before LOW, first in first out inside one; LOW does not starve; who gives up frees its place.</summary>
public sealed class PriorityTests
{
    [Test]
    public async Task Run_ManyOfEachClass_GoInOrder()
    {
        await using var scene = new ScriptedStore(options => options.MaxConcurrentRequests = 1, "a");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        List<Task> calls = [scene.HeadAsync("first")];
        await scene["a"].Arrival();
        foreach (RequestPriority priority in (RequestPriority[])[RequestPriority.Low, RequestPriority.High, RequestPriority.Normal])
        {
            calls.AddRange(Enumerable.Range(0, 3).Select(i => scene.HeadAsync($"{priority}{i}", new HeadObjectOptions { Priority = priority })));
        }

        answer.SetResult(Answers.Ok());
        await Task.WhenAll(calls).Soon();

        Assert.That(
            string.Join(' ', scene["a"].Calls.Select(call => call.Target.Split('/')[^1])),
            Is.EqualTo("first High0 High1 High2 Normal0 Normal1 Normal2 Low0 Low1 Low2"));
    }

    [Test]
    public async Task Run_LowAmongEndlessHigh_IsServed()
    {
        await using var scene = new ScriptedStore(options => options.MaxConcurrentRequests = 1, "a");
        var high = new HeadObjectOptions { Priority = RequestPriority.High };
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        using var stop = new CancellationTokenSource();
        Task first = scene.HeadAsync("high", high);
        await scene["a"].Arrival();
        Task low = scene.HeadAsync("low", new HeadObjectOptions { Priority = RequestPriority.Low });
        scene.Time.Advance(TimeSpan.FromSeconds(6));

        // Each answer is followed by another request of the higher class before the dispatcher can look again.
        scene["a"].Answer = (_, _) =>
        {
            if (!stop.IsCancellationRequested)
            {
                _ = scene.HeadAsync("high", high, CancellationToken.None);
            }

            return Task.FromResult(Answers.Ok());
        };
        Task second = scene.HeadAsync("high", high);
        answer.SetResult(Answers.Ok());

        await low.Soon();
        await stop.CancelAsync();
        await Task.WhenAll(first, second).Soon();
    }

    [Test]
    public async Task Run_QueuedOneTimesOut_ItsPlaceGoesToWhoWaits()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 1;
                options.QueueSize = 1;
                options.AttemptTimeout = TimeSpan.FromHours(1);
            },
            "a");
        var patient = new HeadObjectOptions { Timeout = Timeout.InfiniteTimeSpan };
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task running = scene.HeadAsync("running", patient);
        await scene["a"].Arrival();
        Task<ObjectInfo?> hasty = scene.HeadAsync("hasty", new HeadObjectOptions { Timeout = TimeSpan.FromSeconds(1) });
        Task waiting = scene.HeadAsync("waiting", patient);

        scene.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.ThrowsAsync<S3TimeoutException>(() => hasty.Soon());
        answer.SetResult(Answers.Ok());
        await Task.WhenAll(running, waiting).Soon();

        Assert.That(scene["a"].Calls.Select(call => call.Target), Is.EqualTo(["/bucket/running", "/bucket/waiting"]));
    }
}
