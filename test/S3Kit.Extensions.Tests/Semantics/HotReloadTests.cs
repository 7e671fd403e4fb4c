using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Configuration;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>17: a reload changes endpoints, weights and limits, and drops no request under way.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HotReloadTests : IAsyncDisposable
{
    private readonly ChangingConfiguration _configuration = new();
    private readonly Dictionary<string, ScriptedEndpoint> _endpoints = new(StringComparer.Ordinal) { ["a"] = new(), ["b"] = new(), ["c"] = new() };
    private ServiceProvider? _services;

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync().AsTask().Soon();
        }
    }

    [Test]
    public async Task Reload_UnderLoad_EveryRequestIsServedAndLimitsHold()
    {
        using var gate = new Gate(_endpoints.Values);
        IObjectStore store = Start(("MaxConcurrentRequests", "8"), ("a:MaxConcurrentRequests", "4"), ("b:MaxConcurrentRequests", "4"));
        Task<ObjectInfo?>[] heads = [.. Enumerable.Range(0, 40).Select(i => store.HeadObjectAsync("bucket", $"key-{i}"))];
        await ArrivalsAsync("a", 4);
        await ArrivalsAsync("b", 4);

        // One endpoint goes, one comes, and there is room for more: what waits is sent at once.
        _configuration.Set(Settings(("MaxConcurrentRequests", "16"), ("b:MaxConcurrentRequests", "6"), ("c:MaxConcurrentRequests", "6")));
        await ArrivalsAsync("b", 2);
        await ArrivalsAsync("c", 6);
        Assert.That(Counts(), Is.EqualTo([4, 6, 6]));

        // And much less room, while sixteen are under way.
        _configuration.Set(Settings(("MaxConcurrentRequests", "2"), ("b:MaxConcurrentRequests", "1"), ("c:MaxConcurrentRequests", "1")));
        Assert.That(heads.Any(head => head.IsCompleted), Is.False);
        gate.Open();
        ObjectInfo?[] served = await Task.WhenAll(heads).Soon();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(served, Has.None.Null);
            Assert.That(_endpoints["a"].Calls, Has.Count.EqualTo(4), "What was sent there was finished, and no more sent.");
            Assert.That(_endpoints.Values.SelectMany(endpoint => endpoint.Calls).Select(call => call.Target), Is.Unique, "Nothing was sent twice.");
            Assert.That(Counts().Sum(), Is.EqualTo(40));
            Assert.That(gate.MostAtOnceSinceOpened, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Reload_OtherWeights_TheNextRequestsFollowAndTheOneUnderWayIsFinished()
    {
        IObjectStore store = Start(("EndpointSelectionStrategy", "Weighted"), ("a:Weight", "1"), ("b:Weight", "3"));
        await HeadsAsync(store, 8);
        Assert.That(Counts(), Is.EqualTo([2, 6, 0]));
        TaskCompletionSource<HttpResponseMessage> answer = _endpoints["a"].ThenHold();
        Task<ObjectInfo?> held = store.HeadObjectAsync("bucket", "held", new HeadObjectOptions { Endpoint = "a" });
        await ArrivalsAsync("a", 3);

        _configuration.Set(Settings(("EndpointSelectionStrategy", "Weighted"), ("a:Weight", "3"), ("b:Weight", "1")));
        await HeadsAsync(store, 8);

        Assert.That(Counts(), Is.EqualTo([9, 8, 0]));
        answer.SetResult(Answers.Ok());
        Assert.That(await held.Soon(), Is.Not.Null);
    }

    [Test]
    public async Task Reload_OtherAddress_RequestsThatWaitGoToTheNewOneAndThoseUnderWayAreFinished()
    {
        using var gate = new Gate(_endpoints.Values);
        IObjectStore store = Start(("a:MaxConcurrentRequests", "1"));
        Task<ObjectInfo?> underWay = store.HeadObjectAsync("bucket", "first");
        await ArrivalsAsync("a", 1);
        Task<ObjectInfo?> waiting = store.HeadObjectAsync("bucket", "second");

        _configuration.Set(Settings(("a:MaxConcurrentRequests", "1"), ("a:Url", "http://elsewhere.test")));
        await ArrivalsAsync("a", 1);
        gate.Open();

        Assert.That(await Task.WhenAll(underWay, waiting).Soon(), Has.None.Null);
        Assert.That(_endpoints["a"].Calls.Select(call => call.Message.RequestUri!.Host), Is.EqualTo(["a.test", "elsewhere.test"]));
    }

    [Test]
    public async Task Reload_NotValid_ChangesNothingUnderWayOrAfter()
    {
        using var gate = new Gate(_endpoints.Values);
        IObjectStore store = Start(("a:Weight", "1"));
        Task<ObjectInfo?> underWay = store.HeadObjectAsync("bucket", "first");
        await ArrivalsAsync("a", 1);

        _configuration.Set(Settings(("b:Weight", "-1")));
        gate.Open();

        Assert.That(await underWay.Soon(), Is.Not.Null);
        Assert.That(await store.HeadObjectAsync("bucket", "second").Soon(), Is.Not.Null);
        Assert.That(Counts(), Is.EqualTo([2, 0, 0]));
    }

    [Test]
    public async Task Reload_AnIsolatedEndpointGoesAndComesBack_IsIsolatedStill()
    {
        IObjectStore store = Start(("a:Weight", "1"), ("b:Weight", "1"));
        IEndpointRegistry registry = _services!.GetRequiredService<IEndpointRegistry>();
        registry.IsolateEndpoint("a");

        _configuration.Set(Settings(("b:Weight", "1")));
        Assert.That(registry.Endpoints.Select(endpoint => endpoint.Name), Is.EqualTo(["b"]));
        _configuration.Set(Settings(("a:Weight", "1"), ("b:Weight", "1")));
        await HeadsAsync(store, 4);

        Assert.That(registry.GetEndpoint("a").CircuitState, Is.EqualTo(CircuitState.Isolated));
        Assert.That(Counts(), Is.EqualTo([0, 4, 0]));
    }

    /// <summary>Settings as in the configuration; endpoints by their names alone, each with an address.</summary>
    private static Dictionary<string, string?> Settings(params (string Key, string Value)[] values)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string value) in values)
        {
            string[] parts = key.Split(':');
            if (parts.Length == 1)
            {
                settings["S3Kit:" + key] = value;
                continue;
            }

            settings.TryAdd($"S3Kit:Endpoints:{parts[0]}:Url", $"http://{parts[0]}.test");
            settings[$"S3Kit:Endpoints:{key}"] = value;
        }

        return settings;
    }

    private static async Task HeadsAsync(IObjectStore store, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await store.HeadObjectAsync("bucket", "key").Soon();
        }
    }

    private IObjectStore Start(params (string Key, string Value)[] values)
    {
        _configuration.Set(Settings(values));
        IServiceCollection collection = Configured.Services();
        collection.AddSingleton<TimeProvider>(new WatchedTimeProvider());
        IS3KitBuilder builder = collection.AddS3Kit(new ConfigurationBuilder().Add(_configuration).Build());
        foreach ((string name, ScriptedEndpoint endpoint) in _endpoints)
        {
            builder.ConfigureHttpClient(name, client => client.ConfigurePrimaryHttpMessageHandler(() => endpoint));
        }

        _services = collection.BuildServiceProvider();
        return _services.GetRequiredService<IObjectStore>();
    }

    private async Task ArrivalsAsync(string name, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await _endpoints[name].Arrival();
        }
    }

    private int[] Counts() => [.. _endpoints.Values.Select(endpoint => endpoint.Calls.Count)];

    /// <summary>Holds every answer until it is opened, and from then on notes how many are asked for at a time at one endpoint.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _most;

        public Gate(IEnumerable<ScriptedEndpoint> endpoints)
        {
            foreach (ScriptedEndpoint endpoint in endpoints)
            {
                int inside = 0;
                endpoint.Answer = async (_, cancellationToken) =>
                {
                    lock (_lock)
                    {
                        inside++;
                        _most = _opened.Task.IsCompleted ? Math.Max(_most, inside) : 0;
                    }

                    try
                    {
                        await _opened.Task.WaitAsync(cancellationToken);
                        return Answers.Ok();
                    }
                    finally
                    {
                        lock (_lock)
                        {
                            inside--;
                        }
                    }
                };
            }
        }

        public int MostAtOnceSinceOpened => _most;

        public void Open() => _opened.TrySetResult();

        public void Dispose() => Open();
    }

    /// <summary>A source whose settings are replaced as a whole, so that keys can also go.</summary>
    private sealed class ChangingConfiguration : ConfigurationProvider, IConfigurationSource
    {
        public void Set(Dictionary<string, string?> settings)
        {
            Data = settings;
            OnReload();
        }

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
    }
}
