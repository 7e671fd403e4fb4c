using System.Net;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>6 and 7: what is transient goes at once to another healthy endpoint, and backs off only when all were tried; one list says what is transient.</summary>
public sealed class FailoverFirstTests
{
    [Test]
    public async Task Run_OneOfThreeFails_TheClockDoesNotMove()
    {
        await using var scene = new ScriptedStore("a", "b", "c");
        scene["a"].Then(HttpStatusCode.ServiceUnavailable);
        DateTimeOffset before = scene.Time.GetUtcNow();

        await scene.HeadAsync().Soon();

        Assert.That(scene.Time.GetUtcNow(), Is.EqualTo(before));
        Assert.That(scene["a"].Calls.Count + scene["b"].Calls.Count + scene["c"].Calls.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task Run_AllFail_TheDelaysGrowFromTheFirst()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 3, "a", "b");
        scene["a"].Answer = scene["b"].Answer = static (_, _) => Task.FromResult(Answers.Error(HttpStatusCode.BadGateway));
        Task<ObjectInfo?> call = scene.HeadAsync();

        foreach (int milliseconds in (int[])[500, 1000])
        {
            TimeSpan delay = await scene.Time.NextTimer(TimeSpan.FromMilliseconds(milliseconds));
            scene.Time.Advance(delay);
        }

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => call.Soon());
        Assert.That(error!.Attempts, Is.EqualTo(4));
        Assert.That(new[] { scene["a"].Calls.Count, scene["b"].Calls.Count }, Is.EqualTo([2, 2]));
    }

    [Test]
    public async Task Run_NotTransient_IsNotTriedElsewhere()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Then(HttpStatusCode.Forbidden, "AccessDenied");

        Assert.ThrowsAsync<S3AccessDeniedException>(() => scene.GetAsync().Soon());

        Assert.That(scene["b"].Calls, Is.Empty);
    }
}
