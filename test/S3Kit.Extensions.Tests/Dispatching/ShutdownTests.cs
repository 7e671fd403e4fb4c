using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using S3Kit.Configuration;
using S3Kit.Dispatching;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Dispatching;

/// <summary>With a host and without one: nothing hangs, nothing accepted is dropped silently.</summary>
public sealed class ShutdownTests
{
    [Test]
    public async Task Call_BeforeStartAsync_IsDone()
    {
        await using var scene = new ScriptedStore("a");
        await scene.HeadAsync().Soon();

        foreach (IHostedService service in scene.Services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None).Soon();
        }

        await scene.HeadAsync().Soon();
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Call_AfterStopAsync_IsShuttingDown()
    {
        await using var scene = new ScriptedStore("a");
        await scene.HeadAsync().Soon();
        await StopAsync(scene, CancellationToken.None).Soon();

        S3ShuttingDownException? error = Assert.ThrowsAsync<S3ShuttingDownException>(() => scene.HeadAsync().Soon());

        Assert.That(error!.Attempts, Is.Zero);
        Assert.That(scene["a"].Calls, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task StopAsync_NeverUsed_EndsAtOnce()
    {
        await using var scene = new ScriptedStore("a");

        await StopAsync(scene, CancellationToken.None).Soon();

        Assert.ThrowsAsync<S3ShuttingDownException>(() => scene.HeadAsync().Soon());
    }

    [Test]
    public async Task StopAsync_AcceptedRequests_AreDrained()
    {
        await using var scene = new ScriptedStore(options => options.MaxConcurrentRequests = 1, "a");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task[] calls = [.. Enumerable.Range(0, 20).Select(_ => scene.HeadAsync())];
        await scene["a"].Arrival();

        Task stop = StopAsync(scene, CancellationToken.None);
        Assert.That(stop.IsCompleted, Is.False);
        answer.SetResult(Answers.Ok());
        await stop.Soon();
        await Task.WhenAll(calls).Soon();

        Assert.That(scene["a"].Calls, Has.Count.EqualTo(20));
    }

    [Test]
    public async Task StopAsync_BackingOff_IsWaitedForToo()
    {
        await using var scene = new ScriptedStore("a");
        scene["a"].Then(HttpStatusCode.InternalServerError);
        Task<TimeSpan> delay = scene.Time.NextTimer(TimeSpan.FromMilliseconds(500));
        Task call = scene.HeadAsync();
        await delay;

        Task stop = StopAsync(scene, CancellationToken.None);
        Assert.That(stop.IsCompleted, Is.False);
        scene.Time.Advance(TimeSpan.FromMilliseconds(500));

        await stop.Soon();
        await call.Soon();
    }

    [Test]
    public async Task StopAsync_WaitingForAPlace_AreRefusedAtOnce()
    {
        await using var scene = new ScriptedStore(
            options =>
            {
                options.MaxConcurrentRequests = 1;
                options.QueueSize = 1;
            },
            "a");
        TaskCompletionSource<HttpResponseMessage> answer = scene["a"].ThenHold();
        Task running = scene.HeadAsync();
        await scene["a"].Arrival();
        Task accepted = scene.HeadAsync();
        Task waiting = scene.HeadAsync();

        Task stop = StopAsync(scene, CancellationToken.None);

        Assert.ThrowsAsync<S3ShuttingDownException>(() => waiting.Soon());
        answer.SetResult(Answers.Ok());
        await Task.WhenAll(stop, running, accepted).Soon();
    }

    [Test]
    public async Task StopAsync_TimeIsOver_FailsRunningQueuedAndBackingOff()
    {
        await using var scene = new ScriptedStore(options => options.MaxConcurrentRequests = 1, "a");
        scene["a"].Then(HttpStatusCode.InternalServerError);
        Task<TimeSpan> delay = scene.Time.NextTimer(TimeSpan.FromMilliseconds(500));
        Task backingOff = scene.HeadAsync();
        await scene["a"].Arrival();
        await delay;
        scene["a"].ThenHold();
        Task running = scene.HeadAsync();
        await scene["a"].Arrival();
        Task queued = scene.HeadAsync();
        using var timeout = new CancellationTokenSource();
        Task stop = StopAsync(scene, timeout.Token);

        await timeout.CancelAsync();

        await stop.Soon();
        Assert.ThrowsAsync<S3ShuttingDownException>(() => running.Soon());
        Assert.ThrowsAsync<S3ShuttingDownException>(() => queued.Soon());
        Assert.ThrowsAsync<S3ShuttingDownException>(() => backingOff.Soon());
        Assert.That(scene.Snapshot("a").ActiveRequests, Is.Zero);
    }

    [Test]
    public async Task StopAsync_CallsRacingWithIt_AllEnd()
    {
        await using var scene = new ScriptedStore(options => options.QueueSize = 5, "a");
        Task[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => CallUntilRefusedAsync(scene)))];
        for (int i = 0; i < 20; i++)
        {
            await scene["a"].Arrival();
        }

        await StopAsync(scene, CancellationToken.None).Soon();

        await Task.WhenAll(callers).Soon();
        Assert.That(scene.Snapshot("a").InFlightRequests, Is.Zero);
    }

    [Test]
    public async Task Dispose_RunningQueuedAndBackingOff_AllEnd()
    {
        var scene = new ScriptedStore(options => options.MaxConcurrentRequests = 1, "a");
        scene["a"].Then(HttpStatusCode.InternalServerError);
        Task<TimeSpan> delay = scene.Time.NextTimer(TimeSpan.FromMilliseconds(500));
        Task backingOff = scene.HeadAsync();
        await scene["a"].Arrival();
        await delay;
        scene["a"].ThenHold();
        Task running = scene.HeadAsync();
        await scene["a"].Arrival();
        Task queued = scene.HeadAsync();

        await scene.DisposeAsync();

        Assert.ThrowsAsync<S3ShuttingDownException>(() => running.Soon());
        Assert.ThrowsAsync<S3ShuttingDownException>(() => queued.Soon());
        Assert.ThrowsAsync<S3ShuttingDownException>(() => backingOff.Soon());
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Call_AfterDispose_IsShuttingDown(bool wasUsed)
    {
        var scene = new ScriptedStore("a");
        if (wasUsed)
        {
            await scene.HeadAsync().Soon();
        }

        await scene.DisposeAsync();

        Assert.ThrowsAsync<S3ShuttingDownException>(() => scene.HeadAsync().Soon());
        Assert.ThrowsAsync<S3ShuttingDownException>(() => scene.PutAsync(new MemoryStream([1])).Soon());
    }

    [Test]
    public async Task Host_OtherServicesStopping_MayStillUseTheStore()
    {
        var scene = new ScriptedStore();
        using IHost host = Build(scene, services => services.AddHostedService<LastWordsService>());
        await host.StartAsync().Soon();

        await host.StopAsync().Soon();

        Assert.That(scene["a"].Calls.Select(call => call.Target), Is.EqualTo(["/bucket/first-words", "/bucket/last-words"]));
        Assert.ThrowsAsync<S3ShuttingDownException>(() => host.Services.GetRequiredService<IObjectStore>().HeadObjectAsync("bucket", "late").Soon());
        await scene.DisposeAsync();
    }

    [Test]
    public async Task Host_ShutdownTimeIsOver_EndsAndFailsTheRest()
    {
        var scene = new ScriptedStore();
        using IHost host = Build(scene, static _ => { });
        await host.StartAsync().Soon();
        scene["a"].ThenHold();
        Task held = host.Services.GetRequiredService<IObjectStore>().HeadObjectAsync("bucket", "key");
        await scene["a"].Arrival();
        using var timeout = new CancellationTokenSource();
        Task stop = host.StopAsync(timeout.Token);

        await timeout.CancelAsync();

        await stop.Soon();
        Assert.ThrowsAsync<S3ShuttingDownException>(() => held.Soon());
        await scene.DisposeAsync();
    }

    private static IHost Build(ScriptedStore scene, Action<IServiceCollection> more)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(new EnvironmentVariables(_ => null));
        scene.Script(builder.Services, "a");
        more(builder.Services);
        return builder.Build();
    }

    private static async Task StopAsync(ScriptedStore scene, CancellationToken cancellationToken)
    {
        RequestDispatcher dispatcher = scene.Services.GetRequiredService<RequestDispatcher>();
        await dispatcher.StoppingAsync(cancellationToken);
        await dispatcher.StopAsync(cancellationToken);
        await dispatcher.StoppedAsync(cancellationToken);
    }

    private static async Task CallUntilRefusedAsync(ScriptedStore scene)
    {
        try
        {
            while (true)
            {
                await scene.HeadAsync();
            }
        }
        catch (S3ShuttingDownException)
        {
            // What every caller must come to.
        }
    }
}
