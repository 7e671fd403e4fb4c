using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using S3Kit.Dispatching;
using S3Kit.Queueing;
using S3Kit.Resilience;
using S3Kit.Routing;
using S3Kit.Tests.Configuration;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Routing;

public sealed class EndpointRegistryTests
{
    [Test]
    public async Task AddEndpoint_NewName_IsUsedFromTheNextRequestOn()
    {
        await using var scene = new ScriptedStore("a");
        await scene.HeadAsync().Soon();

        EndpointSnapshot added = scene.Registry.AddEndpoint("b", new EndpointOptions { Url = "http://b.test", Tier = 2 });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(added.Name, Is.EqualTo("b"));
            Assert.That(added.Tier, Is.EqualTo(2));
            Assert.That(scene.Registry.Endpoints.Select(endpoint => endpoint.Name), Is.EqualTo(["a", "b"]));
            Assert.That(() => scene.Registry.AddEndpoint("B", new EndpointOptions { Url = "http://c.test" }), Throws.ArgumentException);
            Assert.That(() => scene.Registry.AddEndpoint("c", new EndpointOptions { Url = "nonsense" }), Throws.TypeOf<OptionsValidationException>());
        }
    }

    [Test]
    public async Task RemoveEndpoint_RequestsUnderWay_AreFinished()
    {
        await using var scene = new ScriptedStore("a", "b");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task<ObjectInfo?> held = scene.HeadAsync();
        await scene["a"].Arrival();

        Assert.That(scene.Registry.RemoveEndpoint("A"), Is.True);
        Assert.That(scene.Registry.RemoveEndpoint("a"), Is.False);
        await scene.HeadAsync().Soon();
        await scene.HeadAsync().Soon();
        answer.SetResult(Answers.Ok());
        await held.Soon();

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(1));
        Assert.That(scene["b"].Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task RemoveEndpoint_WaitingRequests_GoElsewhere()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.Endpoints["a"] = new EndpointOptions { MaxConcurrentRequests = 1 };
                options.Endpoints["b"] = new EndpointOptions { Tier = 1 };
            },
            "a", "b");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task held = scene.HeadAsync();
        await scene["a"].Arrival();
        Task waiting = scene.HeadAsync();

        scene.Registry.RemoveEndpoint("a");

        await waiting.Soon();
        Assert.That(scene["b"].Calls, Has.Count.EqualTo(1));
        answer.SetResult(Answers.Ok());
        await held.Soon();
    }

    [Test]
    public async Task RemoveEndpoint_TheLastOne_FailsRatherThanStoreInMemory()
    {
        await using var scene = new ScriptedStore("a");
        await scene.HeadAsync().Soon();

        scene.Registry.RemoveEndpoint("a");

        Assert.ThrowsAsync<S3NoEndpointException>(() => scene.PutAsync(new MemoryStream([1])).Soon());
        Assert.That(scene.Registry.Endpoints, Is.Empty);
        Assert.That(() => scene.Registry.GetEndpoint(), Throws.TypeOf<S3NoEndpointException>());
    }

    [Test]
    public async Task GetEndpoint_ByNameOrStrategy()
    {
        await using var scene = new ScriptedStore(options => options.Endpoints["b"] = new EndpointOptions { Weight = 3 }, "a", "b");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.Registry.GetEndpoint("B").Name, Is.EqualTo("b"));
            Assert.That(new[] { scene.Registry.GetEndpoint().Name, scene.Registry.GetEndpoint().Name }, Is.EqualTo(["a", "b"]));
            Assert.That(
                Enumerable.Range(0, 8).Count(_ => scene.Registry.GetEndpoint(strategy: EndpointSelectionStrategies.Weighted).Name == "b"), Is.EqualTo(6));
            Assert.That(() => scene.Registry.GetEndpoint("c"), Throws.TypeOf<S3NoEndpointException>().With.Message.Contains("'c'"));
            Assert.That(() => scene.Registry.GetEndpoint(strategy: "fastest"), Throws.ArgumentException);
        }
    }

    [Test]
    public async Task GetEndpoint_OneIsBroken_TheOtherIsChosen()
    {
        await using var scene = new ScriptedStore(options => options.CircuitBreaker.Threshold = 1, "a", "b");
        scene["a"].Then(HttpStatusCode.InternalServerError);
        await scene.HeadAsync().Soon();

        Assert.That(Enumerable.Range(0, 4).Select(_ => scene.Registry.GetEndpoint().Name), Is.All.EqualTo("b"));
    }

    [Test]
    public async Task KeyedStores_OfEndpointsAndPools_GoThere()
    {
        await using var scene = new ScriptedStore(options => options.Endpoints["b"] = new EndpointOptions { Pool = "archive" }, "a", "b");
        IObjectStore a = scene.Services.GetRequiredKeyedService<IObjectStore>("a");
        IObjectStore archive = scene.Services.GetRequiredKeyedService<IObjectStore>("archive");

        await a.HeadObjectAsync("bucket", "to-a").Soon();
        await archive.HeadObjectAsync("bucket", "to-b").Soon();
        await scene.HeadAsync("to-the-default-pool").Soon();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene["a"].Calls.Select(call => call.Target), Is.EqualTo(["/bucket/to-a", "/bucket/to-the-default-pool"]));
            Assert.That(scene["b"].Calls.Select(call => call.Target), Is.EqualTo(["/bucket/to-b"]));
            Assert.That(scene.Registry.GetStore("ARCHIVE"), Is.SameAs(archive));
            Assert.That(() => scene.Services.GetRequiredKeyedService<IObjectStore>("nothing"), Throws.TypeOf<S3NoEndpointException>().With.Message.Contains("'archive'"));
            Assert.That(() => scene.Registry.GetStore("nothing"), Throws.TypeOf<S3NoEndpointException>());
        }
    }

    [Test]
    public async Task AddEndpoint_InThePlaceOfTheEmbeddedStore_NothingGoesToMemoryAnyMore()
    {
        await using ServiceProvider services = MockServices.Create();
        IObjectStore store = services.GetRequiredService<IObjectStore>();
        IEndpointRegistry registry = services.GetRequiredService<IEndpointRegistry>();
        await store.CreateBucketAsync("bucket").Soon();
        Assert.That(registry.GetEndpoint().IsEmbedded, Is.True);

        registry.AddEndpoint("real", new EndpointOptions { Url = "http://127.0.0.1:1", MaxRetries = 0 });

        Assert.That(registry.Endpoints.Select(endpoint => endpoint.Name), Is.EqualTo(["real"]));
        Assert.That(registry.GetEndpoint().IsEmbedded, Is.False);
    }

    [Test]
    public async Task AddEndpoint_NamedAsTheEmbeddedStoreWas_GoesOutIntoTheWorld()
    {
        await using ServiceProvider services = MockServices.Create();
        await services.GetRequiredService<IObjectStore>().ListBucketsAsync().Soon();

        services.GetRequiredService<IEndpointRegistry>().AddEndpoint(EndpointFactory.StandInName, new EndpointOptions { Url = "http://real.test" });

        // The client's handlers are kept by name: those of before lead into memory.
        HttpMessageHandler handler = services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("S3Kit:" + EndpointFactory.StandInName);
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        Assert.That(handler, Is.TypeOf<SocketsHttpHandler>());
    }

    [Test]
    public async Task Mock_Always_EndpointsAnswerFromMemory()
    {
        await using ServiceProvider services = MockServices.Create(options =>
        {
            options.Mock = MockMode.Always;
            options.Endpoints["one"] = new EndpointOptions { Url = "http://one.test", AccessKey = "key", SecretKey = "secret", AddressingStyle = AddressingStyle.Path };
        });
        IObjectStore store = services.GetRequiredService<IObjectStore>();

        await store.CreateBucketAsync("bucket").Soon();

        Assert.That(await store.BucketExistsAsync("bucket").Soon(), Is.True);
        Assert.That(services.GetRequiredService<IEndpointRegistry>().Endpoints.Single().IsEmbedded, Is.True);
    }

    [Test]
    public async Task Mock_Never_NoEndpointIsAnError()
    {
        await using ServiceProvider services = MockServices.Create(options => options.Mock = MockMode.Never);
        IObjectStore store = services.GetRequiredService<IObjectStore>();

        Assert.That(async () => await store.ListBucketsAsync().Soon(), Throws.InstanceOf<S3NoEndpointException>().Or.InstanceOf<OptionsValidationException>());
    }

    [Test]
    public async Task Reload_OtherWeight_KeepsWhatWasLearnt()
    {
        IConfigurationRoot configuration = Configured.Root(("S3Kit:Endpoints:a:Url", "http://a.test"), ("S3Kit:Endpoints:a:Weight", "1"));
        await using ServiceProvider services = Services(configuration);
        EndpointSet endpoints = services.GetRequiredService<EndpointSet>();
        StorageEndpoint before = endpoints.Find("a");
        before.Breaker.TryEnter(out var pass);
        before.Breaker.Report(pass, EndpointVerdict.Failure, new IOException());

        Set(configuration, ("S3Kit:Endpoints:a:Weight", "7"), ("S3Kit:Endpoints:a:MaxConcurrentRequests", "33"));

        StorageEndpoint after = endpoints.Find("a");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after, Is.SameAs(before));
            Assert.That(after.Settings.Weight, Is.EqualTo(7));
            Assert.That(after.Settings.MaxConcurrentRequests, Is.EqualTo(33));
            Assert.That(after.Breaker.ConsecutiveFailures, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Reload_OtherAddress_IsAnotherEndpoint()
    {
        IConfigurationRoot configuration = Configured.Root(("S3Kit:Endpoints:a:Url", "http://a.test"));
        await using ServiceProvider services = Services(configuration);
        EndpointSet endpoints = services.GetRequiredService<EndpointSet>();
        StorageEndpoint before = endpoints.Find("a");

        Set(configuration, ("S3Kit:Endpoints:a:Url", "http://b.test"));

        Assert.That(endpoints.Find("a"), Is.Not.SameAs(before));
        Assert.That(endpoints.DefaultPool.Members.Single().Settings.Address.BaseUri.Host, Is.EqualTo("b.test"));
    }

    [Test]
    public async Task Reload_EndpointsAddedWhileRunning_Stay()
    {
        IConfigurationRoot configuration = Configured.Root(("S3Kit:Endpoints:a:Url", "http://a.test"));
        await using ServiceProvider services = Services(configuration);
        IEndpointRegistry registry = services.GetRequiredService<IEndpointRegistry>();
        registry.AddEndpoint("added", new EndpointOptions { Url = "http://added.test" });
        registry.RemoveEndpoint("a");

        Set(configuration, ("S3Kit:Endpoints:a:Weight", "9"), ("S3Kit:Endpoints:b:Url", "http://b.test"));

        Assert.That(registry.Endpoints.Select(endpoint => endpoint.Name), Is.EqualTo(["added", "b"]));
    }

    [Test]
    public async Task Reload_QueueSettings_ReachTheQueue()
    {
        IConfigurationRoot configuration = Configured.Root(("S3Kit:QueueSize", "5"), ("S3Kit:Endpoints:a:Url", "http://a.test"));
        await using ServiceProvider services = Services(configuration);
        await services.GetRequiredService<RequestDispatcher>().StartAsync(CancellationToken.None);
        var queue = services.GetRequiredService<PriorityRequestQueue>();
        Assert.That(queue.Capacity, Is.EqualTo(5));

        Set(configuration, ("S3Kit:QueueSize", "6"));

        Assert.That(queue.Capacity, Is.EqualTo(6));
    }

    private static ServiceProvider Services(IConfiguration configuration)
    {
        IServiceCollection services = Configured.Services();
        services.AddS3Kit(configuration);
        return services.BuildServiceProvider();
    }

    private static void Set(IConfigurationRoot configuration, params (string Key, string Value)[] values)
    {
        foreach ((string key, string value) in values)
        {
            configuration[key] = value;
        }

        configuration.Reload();
    }
}
