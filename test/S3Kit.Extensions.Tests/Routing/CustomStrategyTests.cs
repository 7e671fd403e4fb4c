using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Routing;

/// <summary>Strategies of the app's own, and strategies for one call.</summary>
public sealed class CustomStrategyTests
{
    [Test]
    public async Task Select_OfTheAppsOwn_IsAskedForEveryRequest()
    {
        await using var scene = new CustomScene("by-name", options => options.EndpointSelectionStrategy = "ByName");
        scene.Strategy.Choose = static (_, candidates) => candidates.IndexOf("b");

        await scene.Store.HeadAsync().Soon();
        await scene.Store.HeadAsync("other").Soon();

        Assert.That(scene.Store["b"].Calls, Has.Count.EqualTo(2));
        Assert.That(scene.Strategy.Asked.Select(static asked => (asked.Operation, asked.Bucket, asked.Key, asked.Pool)), Is.EqualTo(
        [
            ("HeadObject", "bucket", "key", "default"),
            ("HeadObject", "bucket", "other", "default"),
        ]));
    }

    [Test]
    public async Task Select_AfterAFailure_SeesWhoIsLeft()
    {
        await using var scene = new CustomScene("own", options => options.EndpointSelectionStrategy = "own");
        var seen = new List<string>();
        scene.Strategy.Choose = (_, candidates) =>
        {
            seen.Add(string.Join(',', candidates));
            return 0;
        };
        scene.Store["a"].Then(System.Net.HttpStatusCode.BadGateway);

        await scene.Store.HeadAsync().Soon();

        Assert.That(seen, Is.EqualTo(["a,b,c", "b,c"]));
        Assert.That(scene.Strategy.Asked.Select(static asked => asked.Attempts), Is.EqualTo([0, 1]));
    }

    [TestCase("own", "c")]
    [TestCase("OWN", "c")]
    [TestCase(null, "a")]
    public async Task Call_NamesAStrategy_ItCountsForThatCall(string? name, string served)
    {
        await using var scene = new CustomScene("own");
        scene.Strategy.Choose = static (_, candidates) => candidates.IndexOf("c");

        await scene.Store.HeadAsync(options: new HeadObjectOptions { EndpointSelectionStrategy = name }).Soon();

        Assert.That(scene.Store[served].Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Call_NamesNoStrategy_IsRefusedBeforeAnythingIsSent()
    {
        await using var scene = new CustomScene("own");

        ArgumentException? error = Assert.ThrowsAsync<ArgumentException>(
            () => scene.Store.HeadAsync(options: new HeadObjectOptions { EndpointSelectionStrategy = "fastest" }).Soon());

        Assert.That(error!.Message, Does.Contain("fastest").And.Contain("own").And.Contain("LeastLoaded"));
        Assert.That(scene.Store["a"].Calls, Is.Empty);
    }

    [TestCase(-1)]
    [TestCase(3)]
    public async Task Select_ChoosesWhatIsNotThere_FailsTheRequestAndSaysSo(int chosen)
    {
        await using var scene = new CustomScene("own", options => options.EndpointSelectionStrategy = "own");
        scene.Strategy.Choose = (_, _) => chosen;

        InvalidOperationException? error = Assert.ThrowsAsync<InvalidOperationException>(() => scene.Store.HeadAsync().Soon());

        Assert.That(error!.Message, Does.Contain("'own'"));
        scene.Strategy.Choose = static (_, _) => 0;
        await scene.Store.HeadAsync().Soon();
        Assert.That(scene.Store.Snapshot("a").ActiveRequests, Is.Zero);
    }

    [Test]
    public async Task GetEndpoint_WithTheStrategy_AsksIt()
    {
        await using var scene = new CustomScene("own");
        scene.Strategy.Choose = static (_, candidates) => candidates.IndexOf("b");

        Assert.That(scene.Store.Registry.GetEndpoint(strategy: "own").Name, Is.EqualTo("b"));
        Assert.That(scene.Strategy.Asked.Single().Operation, Is.Null);
    }

    [TestCase("own")]
    [TestCase("round-robin")]
    public void AddSelectionStrategy_NameIsTaken_IsRefused(string name)
    {
        IS3KitBuilder builder = new ServiceCollection().AddS3Kit(static _ => { }).AddSelectionStrategy<ScriptedStrategy>("Own");

        Assert.That(() => builder.AddSelectionStrategy<ScriptedStrategy>(name), Throws.ArgumentException.With.Message.Contains("already"));
    }

    [Test]
    public async Task Candidate_ShowsTheEndpoint()
    {
        await using var scene = new CustomScene("own", options => options.EndpointSelectionStrategy = "own");
        EndpointCandidate[] shown = [];
        scene.Strategy.Look = candidates => shown = candidates.ToArray();

        await scene.Store.HeadAsync().Soon();

        Assert.That(shown[0].Name, Is.EqualTo("a"));
        Assert.That(shown[0].Url.Host, Is.EqualTo("a.test"));
        Assert.That((shown[0].Tier, shown[0].Weight, shown[0].ConcurrencyLimit), Is.EqualTo((0, 1, 5)));
        Assert.That(shown[0] == shown[1], Is.False);
        Assert.That(shown[0].Equals((object)shown[1]), Is.False);
    }

    private sealed class CustomScene : IAsyncDisposable
    {
        public CustomScene(string name, Action<S3KitOptions>? configure = null) => Store = new ScriptedStore(
            configure,
            services =>
            {
                services.AddSingleton(this);
                services.AddS3Kit(static _ => { }).AddSelectionStrategy<ScriptedStrategy>(name);
            },
            "a", "b", "c");

        public ScriptedStore Store { get; }

        public ScriptedStrategy Strategy => Store.Services.GetRequiredKeyedService<IEndpointSelectionStrategy>(Name) as ScriptedStrategy ?? throw new InvalidOperationException();

        private string Name => Store.Services.GetRequiredService<S3Kit.Routing.SelectionStrategyNames>().All.Last();

        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }

    private sealed class ScriptedStrategy : IEndpointSelectionStrategy
    {
        private readonly ConcurrentQueue<EndpointSelectionContext> _asked = new();

        public IReadOnlyCollection<EndpointSelectionContext> Asked => _asked;

        public Func<EndpointSelectionContext, List<string>, int> Choose { get; set; } = static (_, _) => 0;

        public Action<List<EndpointCandidate>>? Look { get; set; }

        public int Select(in EndpointSelectionContext request, ReadOnlySpan<EndpointCandidate> candidates)
        {
            _asked.Enqueue(request);
            Look?.Invoke([.. candidates]);
            var names = new List<string>();
            foreach (EndpointCandidate candidate in candidates)
            {
                names.Add(candidate.Name);
            }

            return Choose(request, names);
        }
    }
}
