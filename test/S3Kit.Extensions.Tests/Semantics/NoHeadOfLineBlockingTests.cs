using System.Net;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>4: who waits for a saturated or broken endpoint never delays who could run elsewhere.</summary>
public sealed class NoHeadOfLineBlockingTests
{
    [Test]
    public async Task Run_OneEndpointSaturated_OtherTargetsAreServed()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 2;
                options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 1 };
            },
            "a", "b");
        var toA = new HeadObjectOptions { Endpoint = "a" };
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task[] stuck = [.. Enumerable.Range(0, 50).Select(_ => scene.HeadAsync(options: toA))];
        await scene["a"].Arrival();

        for (int i = 0; i < 10; i++)
        {
            await scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "b" }).Soon();
        }

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(1));
        answer.SetResult(Answers.Ok());
        await Task.WhenAll(stuck).Soon();
    }

    [Test]
    public async Task Run_ManyBackingOffFromABrokenEndpoint_HoldNoSlot()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 1;
                options.CircuitBreaker.Threshold = 100;
            },
            "a", "b");
        scene["a"].Answer = static (_, _) => Task.FromResult(Answers.Error(HttpStatusCode.InternalServerError));
        Task[] stuck = [.. Enumerable.Range(0, 5).Select(_ => scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "a" }))];
        for (int i = 0; i < 5; i++)
        {
            await scene.Time.NextTimer(TimeSpan.FromMilliseconds(500));
        }

        await scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "b" }).Soon();

        Assert.That(stuck.Any(call => call.IsCompleted), Is.False);
    }
}
