using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>9: connect, attempt, stall and total are limits of their own, and a large object at a steady pace strikes none.</summary>
public sealed class TimeoutsTests
{
    private const long Size = 17 * 1024 * 1024;

    [Test]
    public async Task Put_SteadyForLongerThanTheTotal_IsDone()
    {
        await using var scene = new ScriptedStore("a");
        DateTimeOffset before = scene.Time.GetUtcNow();
        await using var source = new SlowSource(scene.Time, Size, TimeSpan.FromSeconds(5));

        await scene.PutAsync(source, new PutObjectOptions { ContentLength = Size }).Soon();

        Assert.That(scene.Time.GetUtcNow() - before, Is.GreaterThan(TimeSpan.FromMinutes(10)));
        Assert.That(scene["a"].Calls.Single().Body, Has.Length.EqualTo(Size));
    }

    [Test]
    public async Task Put_NothingMoves_IsAStall()
    {
        await using var scene = new ScriptedStore("a");
        await using var source = new SlowSource(scene.Time, Size, TimeSpan.FromSeconds(15));

        S3TimeoutException? error = Assert.ThrowsAsync<S3TimeoutException>(() => scene.PutAsync(source, new PutObjectOptions { ContentLength = Size }).Soon());

        Assert.That(error!.Limit, Is.EqualTo(S3TimeoutKind.Stall));
        Assert.That(error.Attempts, Is.EqualTo(1));
        Assert.That(scene.Snapshot("a").ActiveRequests, Is.Zero);
    }

    [Test]
    public async Task Run_NoHeaders_IsAnAttemptsTimeoutAndGoesElsewhere()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].ThenHold();
        Task<ObjectInfo?> call = scene.HeadAsync();
        await scene["a"].Arrival();

        scene.Time.Advance(TimeSpan.FromSeconds(10));

        await call.Soon();
        Assert.That(scene["b"].Calls, Has.Count.EqualTo(1));
        Assert.That(scene.Snapshot("a").LastError, Is.EqualTo("Timeout (Attempt)"));
    }

    [Test]
    public async Task Run_NoConnection_IsAConnectTimeout()
    {
        await using var scene = new ScriptedStore(options => options.MaxRetries = 0, "a");
        scene["a"].Next.Enqueue((_, _) => throw new TaskCanceledException("As SocketsHttpHandler does it", new TimeoutException()));

        S3TimeoutException? error = Assert.ThrowsAsync<S3TimeoutException>(() => scene.HeadAsync().Soon());

        Assert.That(error!.Limit, Is.EqualTo(S3TimeoutKind.Connect));
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.EqualTo(1));
    }

    [Test]
    public async Task Run_TotalIsOver_IsATotalTimeoutWithWhatWentBefore()
    {
        await using var scene = new ScriptedStore(options => options.AttemptTimeout = TimeSpan.FromSeconds(20), "a", "b");
        scene["a"].ThenHold();
        scene["b"].ThenHold();
        Task<ObjectInfo?> call = scene.HeadAsync();
        await scene["a"].Arrival();
        scene.Time.Advance(TimeSpan.FromSeconds(20));
        await scene["b"].Arrival();
        scene.Time.Advance(TimeSpan.FromSeconds(10));

        S3TimeoutException? error = Assert.ThrowsAsync<S3TimeoutException>(() => call.Soon());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Limit, Is.EqualTo(S3TimeoutKind.Total));
            Assert.That(error.Attempts, Is.EqualTo(2));
            Assert.That((error.InnerException as S3TimeoutException)?.Limit, Is.EqualTo(S3TimeoutKind.Attempt));
        }
    }
}
