using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using S3Kit.Diagnostics;
using S3Kit.Resilience;
using S3Kit.Routing;
using S3Kit.Tests.Configuration;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Routing;

/// <summary>What apps, logs and metrics hear of circuit breakers.</summary>
public sealed class CircuitChangedTests
{
    [Test]
    public async Task CircuitChanged_AWholeRound_IsToldOnceEachAndInOrder()
    {
        await using var scene = OneTry();
        var events = new CircuitEvents(scene.Registry);
        await FailAsync(scene, 3);
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await FailAsync(scene, 1);
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.HeadAsync().Soon();
        scene.Registry.IsolateEndpoint("a");
        scene.Registry.CloseCircuit("a");

        var told = new List<(CircuitState, CircuitState, string)>();
        for (int i = 0; i < 7; i++)
        {
            CircuitChangedEventArgs change = await events.Next();
            told.Add((change.Previous, change.State, change.Reason));
        }

        Assert.That(told, Is.EqualTo(new[]
        {
            (CircuitState.Closed, CircuitState.Open, "3 failures in a row: Server (InternalError, status 500)"),
            (CircuitState.Open, CircuitState.HalfOpen, "the open time is over, a trial begins"),
            (CircuitState.HalfOpen, CircuitState.Open, "the trial failed: Server (InternalError, status 500)"),
            (CircuitState.Open, CircuitState.HalfOpen, "the open time is over, a trial begins"),
            (CircuitState.HalfOpen, CircuitState.Closed, "the trial succeeded"),
            (CircuitState.Closed, CircuitState.Isolated, "isolated by hand"),
            (CircuitState.Isolated, CircuitState.Closed, "closed by hand"),
        }));
        Assert.That(events.HasMore, Is.False);
    }

    [Test]
    public async Task CircuitChanged_TellsWhatTheAppNeedsAndNoNames()
    {
        await using var scene = OneTry();
        var events = new CircuitEvents(scene.Registry);
        await FailAsync(scene, 3);

        CircuitChangedEventArgs change = await events.Next();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(change.Endpoint, Is.EqualTo("a"));
            Assert.That(change.At, Is.EqualTo(scene.Time.GetUtcNow()));
            Assert.That(change.ErrorKind, Is.EqualTo(S3ErrorKind.Server));
            Assert.That(change.Reason, Does.Not.Contain("secret-key-of-an-object").And.Not.Contain("bucket"));
        }
    }

    [Test]
    public async Task CircuitChanged_HandlerThrows_OthersHearAndItIsLoggedOnceEach()
    {
        await using var scene = OneTry();
        var logs = new FakeLogCollector();
        scene.Services.GetRequiredService<ILoggerFactory>().AddProvider(new FakeLoggerProvider(logs));
        scene.Registry.CircuitChanged += (_, _) => throw new InvalidOperationException("The app's own");
        object? sender = null;
        scene.Registry.CircuitChanged += (from, _) => sender = from;
        var events = new CircuitEvents(scene.Registry);

        scene.Registry.IsolateEndpoint("a");
        scene.Registry.CloseCircuit("a");
        await events.Next(2);

        Assert.That(logs.GetSnapshot().Where(record => record.Id.Id == EventIds.CircuitHandlerFailed).Select(record => record.Exception!.Message), Is.EqualTo(["The app's own", "The app's own"]));
        Assert.That(sender, Is.SameAs(scene.Registry));
    }

    [Test]
    public async Task CircuitChanged_HandlerBlocks_RequestsAndMetricsGoOn()
    {
        await using var scene = OneTry();
        using var metrics = new MetricCollector<long>(scene.Services.GetRequiredService<IMeterFactory>(), S3KitTelemetry.MeterName, S3KitTelemetry.CircuitChanges);
        using var gate = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Registry.CircuitChanged += (_, _) =>
        {
            entered.TrySetResult();
            gate.Wait(Patience.Limit);
        };
        var events = new CircuitEvents(scene.Registry);
        scene.Registry.IsolateEndpoint("a");
        await entered.Task.Soon();

        scene.Registry.CloseCircuit("a");
        await scene.HeadAsync().Soon();
        await metrics.WaitForMeasurementsAsync(2).WaitAsync(Patience.Limit);

        Assert.That(events.HasMore, Is.False);
        gate.Set();
        Assert.That(await events.Next(2), Is.EqualTo([CircuitState.Isolated, CircuitState.Closed]));
    }

    [Test]
    public async Task CircuitChanged_Unsubscribed_HearsNothing()
    {
        await using var scene = OneTry();
        int heard = 0;
        EventHandler<CircuitChangedEventArgs> handler = (_, _) => heard++;
        scene.Registry.CircuitChanged += handler;
        scene.Registry.CircuitChanged -= handler;
        var events = new CircuitEvents(scene.Registry);

        scene.Registry.IsolateEndpoint("a");
        await events.Next();

        Assert.That(heard, Is.Zero);
    }

    [Test]
    public async Task Change_IsCountedShownAndLogged()
    {
        await using var scene = OneTry();
        IMeterFactory meters = scene.Services.GetRequiredService<IMeterFactory>();
        using var changes = new MetricCollector<long>(meters, S3KitTelemetry.MeterName, S3KitTelemetry.CircuitChanges);
        using var state = new MetricCollector<int>(meters, S3KitTelemetry.MeterName, S3KitTelemetry.CircuitState);
        var logs = new FakeLogCollector();
        scene.Services.GetRequiredService<ILoggerFactory>().AddProvider(new FakeLoggerProvider(logs));
        var events = new CircuitEvents(scene.Registry);
        await FailAsync(scene, 3);
        scene.Registry.IsolateEndpoint("a");
        Assert.That(await events.Next(2), Is.EqualTo([CircuitState.Open, CircuitState.Isolated]));
        state.RecordObservableInstruments();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                changes.GetMeasurementSnapshot().Select(each => (each.Value, each.Tags[S3KitTelemetry.EndpointTag], each.Tags[S3KitTelemetry.StateTag])),
                Is.EqualTo(new (long, object?, object?)[] { (1, "a", "Open"), (1, "a", "Isolated") }));
            Assert.That(state.LastMeasurement!.Value, Is.EqualTo(3));
            Assert.That(
                logs.GetSnapshot().Where(record => record.Id.Id == EventIds.CircuitChanged).Select(record => (record.Level, record.Message)),
                Is.EqualTo(new[]
                {
                    (LogLevel.Warning, "The circuit breaker of endpoint a is Open now: 3 failures in a row: Server (InternalError, status 500)"),
                    (LogLevel.Warning, "The circuit breaker of endpoint a is Isolated now: isolated by hand"),
                }));
        }
    }

    [Test]
    public async Task Reload_OtherAddressWhileOpen_IsToldToBeClosedAndTheOldOneSaysNoMore()
    {
        IConfigurationRoot configuration = Configured.Root(("S3Kit:Endpoints:a:Url", "http://a.test"));
        IServiceCollection collection = Configured.Services();
        collection.AddS3Kit(configuration);
        await using ServiceProvider services = collection.BuildServiceProvider();
        var events = new CircuitEvents(services.GetRequiredService<IEndpointRegistry>());
        StorageEndpoint before = services.GetRequiredService<EndpointSet>().Find("a");
        Open(before);
        Assert.That((await events.Next()).State, Is.EqualTo(CircuitState.Open));

        configuration["S3Kit:Endpoints:a:Url"] = "http://b.test";
        configuration.Reload();
        CircuitChangedEventArgs told = await events.Next();
        Open(before);
        services.GetRequiredService<IEndpointRegistry>().IsolateEndpoint("a");

        Assert.That((told.Previous, told.State, told.Reason), Is.EqualTo((CircuitState.Open, CircuitState.Closed, "the endpoint has another address or other keys")));
        Assert.That((await events.Next()).State, Is.EqualTo(CircuitState.Isolated), "Nothing was told of the one that is gone.");
    }

    private static ScriptedStore OneTry() => new(options => options.MaxRetries = 0, "a");

    private static void Open(StorageEndpoint endpoint)
    {
        for (int i = 0; i < 3; i++)
        {
            endpoint.Breaker.TryEnter(out CircuitPass pass);
            endpoint.Breaker.Report(pass, EndpointVerdict.Failure, new IOException());
        }
    }

    private static async Task FailAsync(ScriptedStore scene, int times)
    {
        for (int i = 0; i < times; i++)
        {
            scene["a"].Then(HttpStatusCode.InternalServerError, "InternalError");
            Assert.ThrowsAsync<S3ServerException>(() => scene.Store.GetObjectAsync("bucket", "secret-key-of-an-object").Soon());
            await scene["a"].Arrival();
        }
    }
}
