namespace S3Kit.IntegrationTests;

/// <summary>Gateways die, freeze and come back while an app works. Alone, for it takes servers away from under everybody.</summary>
[NonParallelizable]
[NeedsGatewayControl]
public sealed class GatewayFailureTests : StoreFixture
{
    private const int Operations = 50;

    [TearDown]
    public Task ReviveAsync() => GatewayControl.ResumeOrReviveAllAsync();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public async Task Killed_OneOfThree_EveryOperationSucceeds(int victim)
    {
        await using var host = await StoreHost.StartAsync(Deadline);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => RoundTripAsync(host.Store, $"warm-{i}")));

        await GatewayControl.KillAsync(victim, Deadline);

        for (var i = 0; i < Operations / 2; i++)
        {
            await RoundTripAsync(host.Store, $"one-by-one-{i}");
        }

        await Task.WhenAll(Enumerable.Range(0, Operations / 2).Select(i => RoundTripAsync(host.Store, $"at-once-{i}")));
        Assert.That(host.Endpoints.GetEndpoint($"gw{victim}").CircuitState, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public async Task Killed_AmidOperations_EveryOperationSucceeds()
    {
        await using var host = await StoreHost.StartAsync(Deadline);
        var done = 0;
        var underWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var operations = Enumerable.Range(0, 300).Select(async i =>
        {
            await RoundTripAsync(host.Store, $"amid-{i}", size: 64 * 1024);
            if (Interlocked.Increment(ref done) == 20)
            {
                underWay.SetResult();
            }
        }).ToList();
        await underWay.Task.WaitAsync(Deadline);

        await GatewayControl.KillAsync(2, Deadline);

        await Task.WhenAll(operations);
    }

    [Test]
    public async Task Killed_AndRevived_ServesAgainAfterTheOpenTime()
    {
        await using var host = await StoreHost.StartAsync(
            options => options.CircuitBreaker = new CircuitBreakerOptions { Threshold = 2, Timeout = TimeSpan.FromMilliseconds(500) }, Deadline);
        await GatewayControl.KillAsync(2, Deadline);
        Assert.That((await host.Store.TestEndpointAsync(TestServers.Gateway2, Deadline)).IsAvailable, Is.False);
        for (var i = 0; i < 12; i++)
        {
            await RoundTripAsync(host.Store, $"down-{i}");
        }

        await GatewayControl.ReviveAsync(2, Deadline);

        await Polling.UntilAsync(async token => (await host.Store.TestEndpointAsync(TestServers.Gateway2, token)).IsAvailable, Deadline);
        await Polling.UntilAsync(
            async token =>
            {
                var head = await host.Store.HeadObjectAsync(Bucket, "down-0", cancellationToken: token);
                return string.Equals(head!.Endpoint, TestServers.Gateway2, StringComparison.Ordinal);
            },
            Deadline);
        Assert.That(host.Endpoints.GetEndpoint(TestServers.Gateway2).CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task Frozen_OneOfThree_EveryOperationSucceeds()
    {
        await using var host = await StoreHost.StartAsync(options => options.AttemptTimeout = TimeSpan.FromMilliseconds(500), Deadline);

        await GatewayControl.PauseAsync(3, Deadline);

        await Task.WhenAll(Enumerable.Range(0, Operations).Select(i => RoundTripAsync(host.Store, $"frozen-{i}")));
    }

    [Test]
    public async Task Killed_WhileADownloadIsRead_ItGoesOnElsewhere()
    {
        var content = TestBytes.Of(32 * 1024 * 1024);
        await PutAsync("long", content);
        await using var host = await StoreHost.StartAsync(Deadline);
        await using var result = await host.Store.GetObjectAsync(Bucket, "long", cancellationToken: Deadline);
        var first = new byte[4096];
        await result.Content.ReadExactlyAsync(first, Deadline);

        await GatewayControl.KillAsync(NumberOf(result.Info.Endpoint!), Deadline);
        var rest = await result.Content.ReadToEndAsync(Deadline);

        Assert.That(TestBytes.Sha256([.. first, .. rest]), Is.EqualTo(TestBytes.Sha256(content)));
        Assert.That(host.Endpoints.Endpoints.Where(endpoint => endpoint.InFlightRequests > 0).Select(endpoint => endpoint.Name), Has.No.Member(result.Info.Endpoint));
    }

    [Test]
    public async Task Frozen_WhileADownloadIsRead_ItGoesOnElsewhere()
    {
        var content = TestBytes.Of(32 * 1024 * 1024);
        await PutAsync("long", content);
        await using var host = await StoreHost.StartAsync(options => options.StallTimeout = TimeSpan.FromMilliseconds(500), Deadline);
        await using var result = await host.Store.GetObjectAsync(Bucket, "long", cancellationToken: Deadline);
        var first = new byte[4096];
        await result.Content.ReadExactlyAsync(first, Deadline);

        await GatewayControl.PauseAsync(NumberOf(result.Info.Endpoint!), Deadline);
        var rest = await result.Content.ReadToEndAsync(Deadline);

        Assert.That(TestBytes.Sha256([.. first, .. rest]), Is.EqualTo(TestBytes.Sha256(content)));
    }

    [Test]
    public async Task Killed_WhileAFileIsDownloadedInParts_TheFileIsWhole()
    {
        var content = TestBytes.Of(64 * 1024 * 1024);
        await PutAsync("large", content);
        using var directory = new TemporaryDirectory();
        await using var host = await StoreHost.StartAsync(Deadline);
        using var progress = new ProgressSignal(content.Length / 8);

        var download = host.Store.DownloadFileAsync(Bucket, "large", directory.File("large"), new DownloadFileOptions { Progress = progress }, Deadline);
        await progress.Reached.WaitAsync(Deadline);
        await GatewayControl.KillAsync(2, Deadline);
        progress.GoOn();
        await download;

        Assert.That(await TestBytes.Sha256OfFileAsync(directory.File("large"), Deadline), Is.EqualTo(TestBytes.Sha256(content)));
    }

    [Test]
    public async Task Killed_TheOnlyOneNamed_FailsAndIsNotServedElsewhere()
    {
        await using var host = await StoreHost.StartAsync(Deadline);
        await GatewayControl.KillAsync(1, Deadline);

        var error = Assert.CatchAsync<S3KitException>(
            async () => await host.Store.HeadObjectAsync(Bucket, "a", new HeadObjectOptions { Endpoint = TestServers.Gateway1 }, Deadline));

        Assert.That(error!.Kind, Is.EqualTo(S3ErrorKind.Network).Or.EqualTo(S3ErrorKind.CircuitOpen));
    }

    private static int NumberOf(string gateway) => int.Parse(gateway.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);

    private async Task RoundTripAsync(IObjectStore store, string key, int size = 1000)
    {
        var content = TestBytes.Of(size, seed: key.Length);
        using var source = new MemoryStream(content);
        await store.PutObjectAsync(Bucket, key, source, cancellationToken: Deadline);
        await using var result = await store.GetObjectAsync(Bucket, key, cancellationToken: Deadline);
        Assert.That(await result.Content.ReadToEndAsync(Deadline), Is.EqualTo(content), key);
        var page = await store.ListObjectsPageAsync(Bucket, key, cancellationToken: Deadline);
        Assert.That(page.Objects.Select(info => info.Key), Does.Contain(key));
    }
}
