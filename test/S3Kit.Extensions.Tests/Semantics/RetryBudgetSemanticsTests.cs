using System.Net;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>18: retries draw on a budget per endpoint, so that a store in trouble is not hit with a multiple of its load.</summary>
public sealed class RetryBudgetSemanticsTests
{
    [Test]
    public async Task Run_StoreFailsForLong_SeesTheBudgetsRetriesAndNoMore()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.InitialRetryDelay = TimeSpan.Zero;
                options.CircuitBreaker.Threshold = 1000;
                options.RetryBudget.Capacity = 5;
            },
            "a");
        scene["a"].Answer = static (_, _) => Task.FromResult(Answers.Error(HttpStatusCode.InternalServerError));

        for (int i = 0; i < 20; i++)
        {
            Assert.ThrowsAsync<S3ServerException>(() => scene.HeadAsync().Soon());
        }

        // Twenty operations, three tries each where they may: 20 + 5 requests and not 60.
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(25));
        Assert.That(scene.Snapshot("a").RetryBudget, Is.Zero);
    }

    [Test]
    public async Task Run_BudgetIsUsedUp_TheErrorIsTheStoresOwn()
    {
        await using var scene = new ScriptedStore(options => options.RetryBudget.Capacity = 1, "a", "b", "c");
        foreach (string name in (string[])["a", "b", "c"])
        {
            scene.Endpoint(name).RetryBudget.TryTake();
            scene[name].Answer = static (_, _) => Task.FromResult(Answers.Error(HttpStatusCode.BadGateway));
        }

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => scene.HeadAsync().Soon());

        Assert.That(error!.StatusCode, Is.EqualTo(502));
        Assert.That(error.Attempts, Is.EqualTo(1));
        Assert.That(error.IsTransient, Is.True);
    }

    [Test]
    public async Task Run_OneHasNoBudget_TheRetryGoesToWhoHas()
    {
        await using var scene = new ScriptedStore(options => options.RetryBudget.Capacity = 1, "a", "b", "c");
        scene.Endpoint("b").RetryBudget.TryTake();
        scene["a"].Then(HttpStatusCode.BadGateway);

        await scene.HeadAsync().Soon();

        Assert.That(scene["b"].Calls, Is.Empty);
        Assert.That(scene["c"].Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Run_RetrySucceeds_CostsNothing()
    {
        await using var scene = new ScriptedStore(options => options.RetryBudget.Capacity = 2, "a", "b");
        for (int i = 0; i < 10; i++)
        {
            scene["a"].Then(HttpStatusCode.BadGateway);
            await scene.HeadAsync().Soon();
            await scene.HeadAsync().Soon();
        }

        Assert.That(scene.Snapshot("b").RetryBudget, Is.EqualTo(2));
    }

    [Test]
    public async Task Run_RetryFindsNothing_CostsNothing()
    {
        await using var scene = new ScriptedStore(options => options.RetryBudget.Capacity = 2, "a", "b");
        scene["a"].Then(HttpStatusCode.BadGateway);
        scene["b"].Then(HttpStatusCode.NotFound, "NoSuchKey");

        Assert.ThrowsAsync<S3NotFoundException>(() => scene.GetAsync().Soon());

        Assert.That(scene.Snapshot("b").RetryBudget, Is.EqualTo(2));
    }

    [Test]
    public async Task Run_FirstTriesAreAnswered_TheBudgetGrowsAgain()
    {
        await using var scene = new ScriptedStore(options => options.RetryBudget.Refill = 0.5, "a");
        scene.Endpoint("a").RetryBudget.TryTake();
        scene.Endpoint("a").RetryBudget.TryTake();
        int before = scene.Snapshot("a").RetryBudget;

        await scene.HeadAsync().Soon();
        await scene.HeadAsync().Soon();

        Assert.That(scene.Snapshot("a").RetryBudget, Is.EqualTo(before + 1));
    }
}
