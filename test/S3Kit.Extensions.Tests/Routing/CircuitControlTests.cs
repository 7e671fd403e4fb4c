using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Configuration;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Routing;

/// <summary>Endpoints isolated and closed by hand, as requests meet them.</summary>
public sealed class CircuitControlTests
{
    private static readonly HeadObjectOptions ToA = new() { Endpoint = "a" };

    [Test]
    public async Task IsolateEndpoint_NothingIsSentThere_UntilItIsClosed()
    {
        await using var scene = new ScriptedStore("a", "b");

        scene.Registry.IsolateEndpoint("A");
        for (int i = 0; i < 4; i++)
        {
            await scene.HeadAsync().Soon();
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene["a"].Calls, Is.Empty);
            Assert.That(scene["b"].Calls, Has.Count.EqualTo(4));
            Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Isolated));
            Assert.That(scene.Snapshot("a").IsUsable, Is.False);
            Assert.That(Enumerable.Range(0, 4).Select(_ => scene.Registry.GetEndpoint().Name), Is.All.EqualTo("b"));
        }

        scene.Registry.CloseCircuit("A");
        await scene.HeadAsync().Soon();
        await scene.HeadAsync().Soon();

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task IsolateEndpoint_RequestForItAlone_FailsAtOnceAndSaysWhy()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene.Registry.IsolateEndpoint("a");

        S3CircuitOpenException? error = Assert.ThrowsAsync<S3CircuitOpenException>(() => scene.HeadAsync(options: ToA).Soon());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Message, Does.Contain("'a' (isolated by hand)"));
            Assert.That(error.Endpoint, Is.EqualTo("a"));
            Assert.That(error.Attempts, Is.Zero);
            Assert.That(scene["b"].Calls, Is.Empty);
        }
    }

    [Test]
    public async Task IsolateEndpoint_RequestWaitingForIt_FailsAtOnce()
    {
        await using var scene = new ScriptedStore(options => options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 1 }, "a", "b");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task<ObjectInfo?> underWay = scene.HeadAsync(options: ToA);
        await scene["a"].Arrival();
        Task<ObjectInfo?> waiting = scene.HeadAsync(options: ToA);

        scene.Registry.IsolateEndpoint("a");

        Assert.ThrowsAsync<S3CircuitOpenException>(() => waiting.Soon());
        answer.SetResult(Answers.Ok());
        Assert.That(await underWay.Soon(), Is.Not.Null, "What is under way is finished.");
        Assert.That(scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Isolated));
    }

    [Test]
    public async Task CloseCircuit_RequestsWaitingForABusyOne_GoThereAtOnce()
    {
        await using var scene = new ScriptedStore(
            options => options.Endpoints["b"] = new EndpointOptions { MaxConcurrentRequests = 1 }, "a", "b");
        scene.Registry.IsolateEndpoint("a");
        TaskCompletionSource<HttpResponseMessage> answer = scene["b"].ThenHold();
        Task<ObjectInfo?> held = scene.HeadAsync();
        await scene["b"].Arrival();
        Task<ObjectInfo?> waiting = scene.HeadAsync();

        scene.Registry.CloseCircuit("a");

        await waiting.Soon();
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(1));
        answer.SetResult(Answers.Ok());
        await held.Soon();
    }

    [Test]
    public async Task CloseCircuit_OpenedByFailures_IsUsedAtOnce()
    {
        await using var scene = new ScriptedStore(options => (options.MaxRetries, options.CircuitBreaker.Threshold) = (0, 1), "a");
        scene["a"].Then(HttpStatusCode.InternalServerError);
        Assert.ThrowsAsync<S3ServerException>(() => scene.HeadAsync().Soon());
        Assert.ThrowsAsync<S3CircuitOpenException>(() => scene.HeadAsync().Soon());

        scene.Registry.CloseCircuit("a");

        Assert.That(await scene.HeadAsync().Soon(), Is.Not.Null);
        Assert.That(scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public async Task Both_UnknownName_Throw()
    {
        await using var scene = new ScriptedStore("a");

        Assert.That(() => scene.Registry.IsolateEndpoint("c"), Throws.TypeOf<S3NoEndpointException>().With.Message.Contains("'a'"));
        Assert.That(() => scene.Registry.CloseCircuit("c"), Throws.TypeOf<S3NoEndpointException>());
        Assert.That(() => scene.Registry.IsolateEndpoint(" "), Throws.ArgumentException);
    }

    [Test]
    public async Task Reload_Isolated_StaysSo()
    {
        IConfigurationRoot configuration = Configured.Root(("S3Kit:Endpoints:a:Url", "http://a.test"), ("S3Kit:Endpoints:b:Url", "http://b.test"));
        IServiceCollection collection = Configured.Services();
        collection.AddS3Kit(configuration);
        await using ServiceProvider services = collection.BuildServiceProvider();
        IEndpointRegistry registry = services.GetRequiredService<IEndpointRegistry>();
        registry.IsolateEndpoint("a");

        Reload(configuration, "S3Kit:Endpoints:a:Weight", "7");
        Assert.That(registry.GetEndpoint("a").CircuitState, Is.EqualTo(CircuitState.Isolated), "another weight");

        Reload(configuration, "S3Kit:Endpoints:a:Url", "http://elsewhere.test");
        Assert.That(registry.GetEndpoint("a").CircuitState, Is.EqualTo(CircuitState.Isolated), "another address");

        registry.CloseCircuit("a");
        Assert.That(registry.GetEndpoint("a").CircuitState, Is.EqualTo(CircuitState.Closed));
        Reload(configuration, "S3Kit:Endpoints:a:Url", "http://a.test");
        Assert.That(registry.GetEndpoint("a").CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task RemoveEndpoint_Isolated_AddedAgainItIsAnother()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene.Registry.IsolateEndpoint("a");
        scene.Registry.RemoveEndpoint("a");

        EndpointSnapshot added = scene.Registry.AddEndpoint("a", new EndpointOptions { Url = "http://a.test" });

        Assert.That(added.CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    private static void Reload(IConfigurationRoot configuration, string key, string value)
    {
        configuration[key] = value;
        configuration.Reload();
    }
}
