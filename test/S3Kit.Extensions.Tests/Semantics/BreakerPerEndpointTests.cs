using System.Net;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>8: the breaker is per endpoint; open, requests go elsewhere, and one trial decides after its time.</summary>
public sealed class BreakerPerEndpointTests
{
    [Test]
    public async Task Run_OneEndpointBroken_IsLeftAloneUntilItsTrial()
    {
        await using var scene = new ScriptedStore("a", "b");
        for (int i = 0; i < 3; i++)
        {
            scene["a"].Then(HttpStatusCode.InternalServerError);
        }

        for (int i = 0; i < 20; i++)
        {
            await scene.HeadAsync().Soon();
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene["a"].Calls, Has.Count.EqualTo(3));
            Assert.That(scene["b"].Calls, Has.Count.EqualTo(20));
            Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Open));
            Assert.That(scene.Snapshot("b").CircuitState, Is.EqualTo(CircuitState.Closed));
        }

        scene.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.HalfOpen));
        await scene.HeadAsync().Soon();
        await scene.HeadAsync().Soon();

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(4));
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
    }
}
