using System.Net;
using S3Kit.Dispatching;
using S3Kit.Routing;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Routing;

/// <summary>When traffic returns to an endpoint of a lower tier that has recovered.</summary>
public sealed class TierHoldOffTests
{
    [Test]
    public async Task Run_LowestTierRecovers_TrafficReturnsOnlyWhenItIsSteady()
    {
        await using ScriptedStore scene = TwoTiers();
        await BreakAsync(scene, "a");
        await HeadsAsync(scene, 3);
        Assert.That(Counts(scene), Is.EqualTo("a 1, b 4"), "dead");

        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await HeadsAsync(scene, 1);
        Assert.That(Counts(scene), Is.EqualTo("a 2, b 4"), "the trial");

        await HeadsAsync(scene, 3);
        scene.Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        await HeadsAsync(scene, 3);
        Assert.That(Counts(scene), Is.EqualTo("a 2, b 10"), "held off");
        Assert.That(scene.Registry.GetEndpoint().Name, Is.EqualTo("b"));
        Assert.That(scene.Snapshot("a").IsUsable, Is.True);

        scene.Time.Advance(TimeSpan.FromTicks(1));
        await HeadsAsync(scene, 3);
        Assert.That(Counts(scene), Is.EqualTo("a 5, b 10"), "steady");
        Assert.That(scene.Registry.GetEndpoint().Name, Is.EqualTo("a"));
    }

    [Test]
    public async Task Run_FailsAgainWhileHeldOff_TheTimeBeginsAnew()
    {
        await using ScriptedStore scene = TwoTiers();
        await BreakAsync(scene, "a");
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await HeadsAsync(scene, 1);
        scene.Time.Advance(TimeSpan.FromSeconds(9));
        await BreakAsync(scene, "a", new HeadObjectOptions { Endpoint = "a" });

        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await HeadsAsync(scene, 1);
        string trial = Counts(scene);
        await HeadsAsync(scene, 1);

        Assert.That((trial, Counts(scene)), Is.EqualTo(("a 4, b 1", "a 4, b 2")));
    }

    [Test]
    public async Task Run_OtherTierDiesMeanwhile_TheOneHeldOffServes()
    {
        await using ScriptedStore scene = TwoTiers();
        await BreakAsync(scene, "a");
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await HeadsAsync(scene, 1);

        await BreakAsync(scene, "b");
        await HeadsAsync(scene, 3);

        Assert.That(Counts(scene), Is.EqualTo("a 6, b 2"));
    }

    [Test]
    public async Task Run_ClosedByHand_IsUsedAtOnce()
    {
        await using ScriptedStore scene = TwoTiers();
        await BreakAsync(scene, "a");

        scene.Registry.CloseCircuit("a");
        await HeadsAsync(scene, 3);
        Assert.That(Counts(scene), Is.EqualTo("a 4, b 1"));

        await BreakAsync(scene, "a");
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await HeadsAsync(scene, 1);
        scene.Registry.CloseCircuit("a");
        await HeadsAsync(scene, 3);
        Assert.That(Counts(scene), Is.EqualTo("a 9, b 2"));
    }

    [Test]
    public async Task Run_OneTier_HasNoEffect()
    {
        await using var scene = new ScriptedStore(options => (options.CircuitBreaker.Threshold, options.TierHoldOff) = (1, TimeSpan.FromDays(1)), "a", "b");
        await BreakAsync(scene, "a");
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await HeadsAsync(scene, 4);

        Assert.That(Counts(scene), Is.EqualTo("a 3, b 3"));
    }

    [Test]
    public async Task Run_HighestTierRecovers_IsNotHeldOff()
    {
        await using ScriptedStore scene = TwoTiers("c");
        scene.Registry.IsolateEndpoint("a");
        await BreakAsync(scene, "b");
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await HeadsAsync(scene, 4);

        Assert.That(scene["b"].Calls, Has.Count.EqualTo(3));
        Assert.That(scene["c"].Calls, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task CanRun_HeldOff_AllocatesNothing()
    {
        await using ScriptedStore scene = TwoTiers();
        await BreakAsync(scene, "a");
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await HeadsAsync(scene, 1);
        Assert.That(scene.Endpoint("a").Breaker.HasRecoveredWithin(TimeSpan.FromSeconds(10)), Is.True);
        EndpointPool pool = new("default") { Members = [scene.Endpoint("a"), scene.Endpoint("b")] };
        var request = new AnyRequest(pool);
        Assert.That(pool.CanRun(request), Is.True);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            pool.CanRun(request);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static ScriptedStore TwoTiers(params string[] more) => new(
        options =>
        {
            options.CircuitBreaker.Threshold = 1;
            foreach (string name in more.Append("b"))
            {
                options.Endpoints[name] = new EndpointOptions { Tier = 1 };
            }
        },
        ["a", "b", .. more]);

    private static string Counts(ScriptedStore scene) => $"a {scene["a"].Calls.Count}, b {scene["b"].Calls.Count}";

    private static async Task BreakAsync(ScriptedStore scene, string name, HeadObjectOptions? options = null)
    {
        scene[name].Then(HttpStatusCode.InternalServerError);
        try
        {
            await scene.HeadAsync(options: options).Soon();
        }
        catch (S3KitException) when (options is not null)
        {
            // There is nowhere else to go.
        }

        Assert.That(scene.Snapshot(name).CircuitState, Is.EqualTo(CircuitState.Open));
    }

    private static async Task HeadsAsync(ScriptedStore scene, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await scene.HeadAsync().Soon();
        }
    }

    private sealed class AnyRequest(EndpointPool pool) : DispatchedRequest(RequestPriority.Normal, pool)
    {
        public override int Attempts => 0;

        public override int Backoffs => 0;

        public override int TriesOn(StorageEndpoint endpoint) => 0;

        public override bool TryRoute() => false;

        public override void Start()
        {
        }

        public override void CancelRoute()
        {
        }

        public override void Fail(Exception error)
        {
        }
    }
}
