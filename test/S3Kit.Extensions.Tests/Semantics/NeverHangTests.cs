using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>1: never hang. Without a host, before its start, after its end: a call is done or fails clearly.</summary>
public sealed class NeverHangTests
{
    [Test]
    public async Task Call_WithoutAHost_IsDone()
    {
        await using var scene = new ScriptedStore("a");

        Assert.That(await scene.HeadAsync().Soon(), Is.Not.Null);
    }

    [Test]
    public async Task Call_EveryEndpointSilent_EndsAtItsLimit()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 0, "a");
        scene["a"].ThenHold();
        Task<ObjectInfo?> call = scene.HeadAsync();
        await scene["a"].Arrival();

        scene.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.ThrowsAsync<S3TimeoutException>(() => call.Soon());
    }

    [Test]
    public async Task Call_EndpointsAllRemovedWhileItWaits_Fails()
    {
        await using var scene = new ScriptedStore(options => options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 1 }, "a");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task held = scene.HeadAsync();
        await scene["a"].Arrival();
        Task<ObjectInfo?> waiting = scene.HeadAsync();

        scene.Registry.RemoveEndpoint("a");

        Assert.ThrowsAsync<S3NoEndpointException>(() => waiting.Soon());
        answer.SetResult(Answers.Ok());
        await held.Soon();
    }

    [Test]
    public async Task Call_AfterDisposal_FailsClearly()
    {
        var scene = new ScriptedStore("a");
        await scene.DisposeAsync();

        S3ShuttingDownException? error = Assert.ThrowsAsync<S3ShuttingDownException>(() => scene.HeadAsync().Soon());

        Assert.That(error!.Message, Does.Contain("disposed"));
    }
}
