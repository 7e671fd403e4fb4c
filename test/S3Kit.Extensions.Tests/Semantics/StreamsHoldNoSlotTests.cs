using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>5: a slot covers a download until its headers; in flight it is until its disposal.</summary>
public sealed class StreamsHoldNoSlotTests
{
    [Test]
    public async Task Put_WhileADownloadIsHeld_WithOneSlotOnly_IsDone()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 1;
                options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 1 };
            },
            "a");
        await using var body = new ScriptedBody();
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Answers.Object(body, 3)));
        await using GetObjectResult held = await scene.GetAsync().Soon();

        await scene.PutAsync(new MemoryStream([1])).Soon();

        Assert.That(scene.Snapshot("a").InFlightRequests, Is.EqualTo(1));
        Assert.That(scene.Snapshot("a").ActiveRequests, Is.Zero);
        await held.DisposeAsync();
        Assert.That(scene.Snapshot("a").InFlightRequests, Is.Zero);
    }

    [Test]
    public async Task Run_LeastLoaded_CountsDownloadsThatAreStillRead()
    {
        await using var scene = new ScriptedStore(options => options.EndpointSelectionStrategy = EndpointSelectionStrategies.LeastLoaded, "a", "b");
        await using var body = new ScriptedBody();
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Answers.Object(body, 3)));
        await using GetObjectResult held = await scene.Store.GetObjectAsync("bucket", "key", new GetObjectOptions { Endpoint = "a" }).Soon();

        for (int i = 0; i < 4; i++)
        {
            await scene.HeadAsync().Soon();
        }

        Assert.That(scene["b"].Calls, Has.Count.EqualTo(4));
    }
}
