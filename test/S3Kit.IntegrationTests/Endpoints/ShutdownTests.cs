namespace S3Kit.IntegrationTests;

public sealed class ShutdownTests : StoreFixture
{
    [Test]
    public async Task Stop_WithHundredPutsAccepted_DrainsThemAll()
    {
        await using var host = await StoreHost.StartAsync(Deadline);
        var puts = Enumerable.Range(0, 100).Select(i => PutAsync(host.Store, $"drained-{i:000}")).ToList();

        await host.StopAsync(Deadline);

        // All were accepted before the stop: the queue has room for a hundred.
        await Task.WhenAll(puts).WaitAsync(Deadline);
        Assert.That(await KeysAsync(Bucket, "drained-"), Has.Count.EqualTo(100));
    }

    [Test]
    public async Task Stop_WhilePutsKeepComing_WhatReportedSuccessIsThere()
    {
        await using var host = await StoreHost.StartAsync(options => options.QueueSize = 20, Deadline);
        using var stopped = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 8).Select(caller => CallUntilRefusedAsync(host.Store, $"reported-{caller}-", stopped.Token)).ToList();
        await Polling.UntilAsync(async _ => (await KeysAsync(Bucket, "reported-")).Count > 20, Deadline);

        await host.StopAsync(Deadline);

        await stopped.CancelAsync();
        var reported = (await Task.WhenAll(callers).WaitAsync(Deadline)).SelectMany(keys => keys).ToList();
        var stored = await KeysAsync(Bucket, "reported-");
        Assert.That(reported, Is.Not.Empty);
        Assert.That(reported, Is.SubsetOf(stored));
    }

    [Test]
    public async Task Call_AfterStop_IsShuttingDown()
    {
        await using var host = await StoreHost.StartAsync(Deadline);
        await host.StopAsync(Deadline);

        Assert.That(async () => await host.Store.HeadObjectAsync(Bucket, "late", cancellationToken: Deadline), Throws.TypeOf<S3ShuttingDownException>());
    }

    private async Task PutAsync(IObjectStore store, string key)
    {
        using var content = new MemoryStream(TestBytes.Of(4096));
        await store.PutObjectAsync(Bucket, key, content, cancellationToken: Deadline);
    }

    private async Task<List<string>> CallUntilRefusedAsync(IObjectStore store, string prefix, CancellationToken stopped)
    {
        var reported = new List<string>();
        try
        {
            while (!stopped.IsCancellationRequested)
            {
                var key = $"{prefix}{reported.Count:00000}";
                await PutAsync(store, key);
                reported.Add(key);
            }
        }
        catch (S3ShuttingDownException)
        {
            // The only answer that a stopping host may give to what it cannot do any more.
        }

        return reported;
    }
}
