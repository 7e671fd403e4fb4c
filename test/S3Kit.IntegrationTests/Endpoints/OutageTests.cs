using System.Collections.Concurrent;

namespace S3Kit.IntegrationTests;

/// <summary>Callers who keep coming while gateways are taken away. Alone, for it takes servers away from under everybody.</summary>
[NonParallelizable]
[NeedsGatewayControl]
public sealed class OutageTests : StoreFixture
{
    private const int Callers = 16;

    [TearDown]
    public Task ReviveAsync() => GatewayControl.ResumeOrReviveAllAsync();

    [Test]
    public async Task Killed_OneOfThreeUnderSixteenCallers_NoneFails()
    {
        await using var host = await StoreHost.StartAsync(Deadline);
        var load = new Load(host.Store, Bucket, new RequestOptions());
        load.Start(Callers, Deadline);
        await load.DoneAsync(200, Deadline);

        await GatewayControl.KillAsync(2, Deadline);
        await load.DoneAsync(load.Done + 400, Deadline);
        await GatewayControl.ReviveAsync(2, Deadline);
        await load.DoneAsync(load.Done + 200, Deadline);

        await load.StopAsync();
        Assert.That(load.Errors, Is.Empty);
        ExpectNothingHeld(host);
    }

    /// <summary>One limit of an attempt, and a try elsewhere: what takes longer than ten of them has waited for something else, and fails.</summary>
    [Test]
    public async Task Frozen_OneOfThreeUnderSixteenCallers_NoneFailsNorWaitsForMoreThanAnAttempt()
    {
        var attempt = TimeSpan.FromSeconds(2);
        await using var host = await StoreHost.StartAsync(options => options.AttemptTimeout = attempt, Deadline);
        var load = new Load(host.Store, Bucket, new RequestOptions { Timeout = attempt * 10 });
        load.Start(Callers, Deadline);
        await load.DoneAsync(200, Deadline);

        await GatewayControl.PauseAsync(3, Deadline);
        await load.DoneAsync(load.Done + 400, Deadline);

        await load.StopAsync();
        Assert.That(load.Errors, Is.Empty);
        Assert.That(host.Endpoints.GetEndpoint(TestServers.Gateway3).CircuitState, Is.EqualTo(CircuitState.Open));
        ExpectNothingHeld(host);
    }

    [Test]
    public async Task Killed_All_WhoHasTimeSucceedsAfterTheRevivalAndWhoHasNotFailsAsTyped()
    {
        await using var host = await StoreHost.StartAsync(
            options =>
            {
                // Whoever has time goes on trying: no breaker, no last try, no budget.
                options.MaxRetries = 100;
                options.RetryBudget.Capacity = 1_000_000;
                options.MaxRetryDelay = TimeSpan.FromMilliseconds(250);
                options.CircuitBreaker = new CircuitBreakerOptions { Threshold = 1000 };
                options.MaxConcurrentRequests = 2 * Callers;
                foreach (var endpoint in options.Endpoints.Values)
                {
                    endpoint.MaxRetries = 100;
                    endpoint.MaxConcurrentRequests = Callers;
                }
            },
            Deadline);
        for (var gateway = 1; gateway <= 3; gateway++)
        {
            await GatewayControl.KillAsync(gateway, Deadline);
        }

        var patient = Enumerable.Range(0, Callers).Select(i => PutAsync(host.Store, $"patient-{i}", TimeSpan.FromMinutes(2))).ToList();
        var hurried = Enumerable.Range(0, Callers).Select(i => PutAsync(host.Store, $"hurried-{i}", TimeSpan.FromSeconds(1))).ToList();
        foreach (var put in hurried)
        {
            var error = Assert.CatchAsync<S3KitException>(async () => await put.WaitAsync(Deadline));
            Assert.That((error!.Kind, error.IsTransient), Is.EqualTo((S3ErrorKind.Network, true)).Or.EqualTo((S3ErrorKind.Timeout, true)));
        }

        Assert.That(patient.Where(put => put.IsCompleted), Is.Empty);
        await GatewayControl.ResumeOrReviveAllAsync();
        await Task.WhenAll(patient).WaitAsync(Deadline);

        Assert.That(await KeysAsync(Bucket, "patient-"), Has.Count.EqualTo(Callers));
        Assert.That(await KeysAsync(Bucket, "hurried-"), Is.Empty);
        ExpectNothingHeld(host);
    }

    [Test]
    public async Task Killed_AllAndRevived_EveryErrorIsTypedAndAllServeAgain()
    {
        await using var host = await StoreHost.StartAsync(
            options => options.CircuitBreaker = new CircuitBreakerOptions { Threshold = 3, Timeout = TimeSpan.FromMilliseconds(500) }, Deadline);
        var load = new Load(host.Store, Bucket, new RequestOptions());
        load.Start(Callers, Deadline);
        await load.DoneAsync(200, Deadline);

        for (var gateway = 1; gateway <= 3; gateway++)
        {
            await GatewayControl.KillAsync(gateway, Deadline);
        }

        await Polling.UntilAsync(_ => Task.FromResult(load.Errors.Any(error => error is S3CircuitOpenException)), Deadline);
        await GatewayControl.ResumeOrReviveAllAsync();
        await Polling.UntilAsync(_ => Task.FromResult(host.Endpoints.Endpoints.All(endpoint => endpoint.CircuitState == CircuitState.Closed)), Deadline);
        await load.DoneAsync(load.Done + 200, Deadline);

        await load.StopAsync();
        S3ErrorKind[] expected = [S3ErrorKind.Network, S3ErrorKind.Timeout, S3ErrorKind.CircuitOpen, S3ErrorKind.Server];
        Assert.That(load.Errors.Where(error => error is not S3KitException { IsTransient: true } known || !expected.Contains(known.Kind)), Is.Empty);
        ExpectNothingHeld(host);
    }

    private static void ExpectNothingHeld(StoreHost host) =>
        Assert.That(host.Endpoints.Endpoints.Where(endpoint => endpoint.ActiveRequests > 0 || endpoint.InFlightRequests > 0), Is.Empty);

    private async Task PutAsync(IObjectStore store, string key, TimeSpan timeout)
    {
        using var source = new MemoryStream(TestBytes.Of(1000));
        await store.PutObjectAsync(Bucket, key, source, new PutObjectOptions { Timeout = timeout }, Deadline);
    }

    /// <summary>Callers who put, get and compare, one after the other, until they are stopped.</summary>
    private sealed class Load(IObjectStore store, string bucket, RequestOptions options)
    {
        private readonly ConcurrentQueue<Exception> _errors = new();
        private Task _callers = Task.CompletedTask;
        private int _done;
        private volatile bool _stopping;

        public int Done => Volatile.Read(ref _done);

        public IReadOnlyCollection<Exception> Errors => _errors;

        public void Start(int callers, CancellationToken deadline) =>
            _callers = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => CallAsync(caller, deadline)));

        public Task DoneAsync(int count, CancellationToken deadline) => Polling.UntilAsync(_ => Task.FromResult(Done >= count || _callers.IsFaulted), deadline);

        public Task StopAsync()
        {
            _stopping = true;
            return _callers;
        }

        private async Task CallAsync(int caller, CancellationToken deadline)
        {
            var content = TestBytes.Of(10_000, seed: caller);
            while (!_stopping)
            {
                try
                {
                    using var source = new MemoryStream(content);
                    await store.PutObjectAsync(bucket, $"caller-{caller}", source, new PutObjectOptions { Timeout = options.Timeout }, deadline);
                    await using var got = await store.GetObjectAsync(bucket, $"caller-{caller}", new GetObjectOptions { Timeout = options.Timeout }, deadline);
                    Assert.That(await got.Content.ReadToEndAsync(deadline), Is.EqualTo(content));
                    Interlocked.Increment(ref _done);
                }
                catch (S3KitException e)
                {
                    _errors.Enqueue(e);

                    // An open breaker fails at once: it need not be asked a million times.
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline);
                }
            }
        }
    }
}
