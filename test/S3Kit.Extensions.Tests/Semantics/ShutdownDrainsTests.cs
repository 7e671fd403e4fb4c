using Microsoft.Extensions.DependencyInjection;
using S3Kit.Dispatching;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>2: a shutdown drains what was accepted, within the host's time, then fails the rest. Nothing is dropped silently.</summary>
public sealed class ShutdownDrainsTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task Stop_WithRequestsInHand_EachIsDoneOrSaysWhyNot(bool timeIsOver)
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 2;
                options.QueueSize = 10;
            },
            "a");
        TaskCompletionSource<HttpResponseMessage>[] answers = [scene["a"].ThenHold(), scene["a"].ThenHold()];
        Task[] calls = [.. Enumerable.Range(0, 30).Select(_ => scene.HeadAsync())];
        await scene["a"].Arrival();
        await scene["a"].Arrival();
        using var timeout = new CancellationTokenSource();
        Task stop = scene.Services.GetRequiredService<RequestDispatcher>().StopAsync(timeout.Token);
        if (timeIsOver)
        {
            await timeout.CancelAsync();
        }
        else
        {
            Array.ForEach(answers, answer => answer.SetResult(Answers.Ok()));
        }

        await stop.Soon();
        await Task.WhenAll(calls).Soon().ContinueWith(static _ => { }, TaskScheduler.Default);

        // Two were running and ten accepted; eighteen waited for a place.
        using (Assert.EnterMultipleScope())
        {
            Assert.That(calls.Count(call => call.IsCompletedSuccessfully), Is.EqualTo(timeIsOver ? 0 : 12));
            Assert.That(calls.Where(call => call.IsFaulted).Select(call => call.Exception!.InnerException), Is.All.TypeOf<S3ShuttingDownException>());
            Assert.That(calls.Count(call => call.IsFaulted), Is.EqualTo(timeIsOver ? 30 : 18));
        }
    }
}
