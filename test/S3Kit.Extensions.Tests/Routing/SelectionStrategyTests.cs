using Microsoft.Extensions.DependencyInjection;
using S3Kit.Credentials;
using S3Kit.Resilience;
using S3Kit.Routing;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Routing;

public sealed class SelectionStrategyTests
{
    private readonly List<HttpClient> _clients = [];

    [TearDown]
    public void TearDown() => _clients.ForEach(client => client.Dispose());

    [Test]
    public void RoundRobin_AllCandidates_OneAfterTheOther()
    {
        StorageEndpoint[] all = Endpoints(("a", 1), ("b", 1), ("c", 1));

        Assert.That(Choices(new RoundRobinStrategy(), all, 7), Is.EqualTo("abcabca"));
    }

    [Test]
    public void RoundRobin_CandidateMissingForATurn_TheOthersKeepTheirTurns()
    {
        StorageEndpoint[] all = Endpoints(("a", 1), ("b", 1), ("c", 1));
        var strategy = new RoundRobinStrategy();
        Choices(strategy, all, 1);

        Assert.That(Choices(strategy, [all[0], all[2]], 1), Is.EqualTo("c"));
        Assert.That(Choices(strategy, all, 3), Is.EqualTo("abc"));
    }

    [Test]
    public void LeastLoaded_FewestInFlightGetsIt()
    {
        StorageEndpoint[] all = Endpoints(("a", 1), ("b", 1), ("c", 1));
        Load(all[0], 2);
        Load(all[1], 1);
        Load(all[2], 3);

        Assert.That(Choices(new LeastLoadedStrategy(), all, 4), Is.EqualTo("bbbb"));
    }

    [Test]
    public void LeastLoaded_Equals_TakeTurns()
    {
        StorageEndpoint[] all = Endpoints(("a", 1), ("b", 1), ("c", 1));

        string choices = Choices(new LeastLoadedStrategy(), all, 6);

        Assert.That(choices.GroupBy(name => name).Select(group => group.Count()), Is.EqualTo([2, 2, 2]));
    }

    [Test]
    public void RoundRobin_EveryRequestIsSentTwice_FirstAttemptsAndRetriesBothTakeTurns()
    {
        StorageEndpoint[] all = Endpoints(("a", 1), ("b", 1), ("c", 1));

        Assert.That(FirstsAndSeconds(new RoundRobinStrategy(), all[..2], 4), Is.EqualTo("ab ba ab ba"));
        Assert.That(FirstsAndSeconds(new RoundRobinStrategy(), all, 6), Is.EqualTo("ab bc ca ab bc ca"));
    }

    [Test]
    public void LeastLoaded_EveryRequestIsSentTwice_FirstAttemptsOfEqualsTakeTurns()
    {
        StorageEndpoint[] all = Endpoints(("a", 1), ("b", 1));

        Assert.That(FirstsAndSeconds(new LeastLoadedStrategy(), all, 4), Is.EqualTo("ba ab ba ab"));
    }

    [Test]
    public void Weighted_SharesInProportion_EvenlySpread()
    {
        StorageEndpoint[] all = Endpoints(("a", 5), ("b", 1), ("c", 1));

        Assert.That(Choices(new WeightedStrategy(), all, 14), Is.EqualTo("aabacaaaabacaa"));
    }

    [Test]
    public void Weighted_OneIsAway_TheOthersShareByTheirWeights()
    {
        StorageEndpoint[] all = Endpoints(("a", 6), ("b", 2), ("c", 1));
        var strategy = new WeightedStrategy();

        string choices = Choices(strategy, [all[1], all[2]], 9);

        Assert.That(choices.Count(name => name == 'b'), Is.EqualTo(6));
    }

    [Test]
    public void PowerOfTwo_TheLessBusyOfTheTwoGetsIt()
    {
        StorageEndpoint[] all = Endpoints(("a", 1), ("b", 1), ("c", 1));
        Load(all[0], 3);
        Load(all[1], 1);
        var drawn = new Queue<int>([0, 0, 0, 1, 1, 1]);
        var strategy = new PowerOfTwoChoicesStrategy(new ScriptedRandomness { Choice = _ => drawn.Dequeue() });

        // Drawn are a and b; a and c; b and c.
        Assert.That(Choices(strategy, all, 3), Is.EqualTo("bcc"));
    }

    [Test]
    public void PowerOfTwo_EquallyBusy_TheQuickerGetsIt()
    {
        StorageEndpoint[] all = Endpoints(("a", 1), ("b", 1));
        all[0].Load.Answered(TimeSpan.FromMilliseconds(50));
        all[1].Load.Answered(TimeSpan.FromMilliseconds(5));

        Assert.That(Choices(new PowerOfTwoChoicesStrategy(new ScriptedRandomness()), all, 2), Is.EqualTo("bb"));
    }

    [Test]
    public void PowerOfTwo_OneCandidate_IsChosenWithoutChance() =>
        Assert.That(Choices(new PowerOfTwoChoicesStrategy(new ScriptedRandomness { Choice = _ => throw new InvalidOperationException() }), Endpoints(("a", 1)), 1), Is.EqualTo("a"));

    [Test]
    public void Set_NamesInAnyForm_AreTheSameStrategiesAndUnknownOnesAreNamed()
    {
        var set = new SelectionStrategySet(new SelectionStrategyNames(), new Randomness(), new ServiceCollection().BuildServiceProvider());
        var pool = new EndpointPool("default");

        SelectionStrategy weighted = set.Get(pool, "Weighted");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(set.Get(pool, "round-robin"), Is.TypeOf<RoundRobinStrategy>());
            Assert.That(set.Get(pool, "LEAST_LOADED"), Is.TypeOf<LeastLoadedStrategy>());
            Assert.That(weighted, Is.TypeOf<WeightedStrategy>());
            Assert.That(set.Get(pool, "power-of-two-choices"), Is.TypeOf<PowerOfTwoChoicesStrategy>());
            Assert.That(set.Get(pool, "Weighted"), Is.SameAs(weighted));
            Assert.That(set.Get(new EndpointPool("other"), "Weighted"), Is.Not.SameAs(weighted));
            Assert.That(() => set.Get(pool, "fastest"), Throws.ArgumentException.With.Message.Contains("fastest").And.Message.Contains("PowerOfTwoChoices"));
        }
    }

    private static string Choices(SelectionStrategy strategy, StorageEndpoint[] candidates, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => candidates[strategy.Select(candidates, new EndpointSelectionContext { Pool = "default" })].Name));

    /// <summary>Requests that each are sent to one endpoint and then to another of the rest.</summary>
    private static string FirstsAndSeconds(SelectionStrategy strategy, StorageEndpoint[] candidates, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(_ =>
        {
            StorageEndpoint first = candidates[strategy.Select(candidates, new EndpointSelectionContext { Pool = "default" })];
            StorageEndpoint[] rest = [.. candidates.Where(each => each != first)];
            return first.Name + rest[strategy.Select(rest, new EndpointSelectionContext { Pool = "default", Attempts = 1 })].Name;
        }));

    private static void Load(StorageEndpoint endpoint, int requests)
    {
        for (int i = 0; i < requests; i++)
        {
            Assert.That(endpoint.Load.TryTakeSlot(10), Is.True);
        }
    }

    private StorageEndpoint[] Endpoints(params (string Name, int Weight)[] endpoints) => [.. endpoints.Select(each =>
    {
        var client = new HttpClient();
        _clients.Add(client);
        var options = new EndpointOptions { Url = $"http://{each.Name}.test", Weight = each.Weight };
        return new StorageEndpoint(EndpointSettings.Create(each.Name, options, new S3KitOptions(), isEmbedded: false), client, new AnonymousCredentialSource(), TimeProvider.System);
    })];
}
