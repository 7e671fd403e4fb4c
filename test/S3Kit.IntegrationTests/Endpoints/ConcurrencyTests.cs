using System.Collections.Concurrent;

namespace S3Kit.IntegrationTests;

public sealed class ConcurrencyTests : StoreFixture
{
    /// <summary>More than what is read into memory before it waits for its turn, so that the upload itself waits for its source, slot in hand.</summary>
    private const int Large = 17 * 1024 * 1024;

    private static readonly RequestPriority[] Priorities = [RequestPriority.Low, RequestPriority.Normal, RequestPriority.High];

    [Test]
    public Task Mixed_TwoHundredAtOnce_AreAllCorrect() => Task.WhenAll(Enumerable.Range(0, 200).Select(i => WorkAsync(i, Priorities[i % 3])));

    [Test]
    public async Task Streams_MoreOpenThanSlots_DoNotBlockOthers()
    {
        await PutAsync("open", TestBytes.Of(1_000_000));
        var open = new List<GetObjectResult>();
        try
        {
            // More than MaxConcurrentRequests: each is held open while the next begins.
            for (var i = 0; i < 25; i++)
            {
                open.Add(await Store.GetObjectAsync(Bucket, "open", cancellationToken: Deadline));
            }

            await PutAsync("beside", TestBytes.Of(10));
            foreach (var result in open)
            {
                Assert.That(await result.Content.ReadToEndAsync(Deadline), Is.EqualTo(TestBytes.Of(1_000_000)));
            }
        }
        finally
        {
            foreach (var result in open)
            {
                await result.DisposeAsync();
            }
        }
    }

    [Test]
    public async Task Copy_ThroughTheApp_StreamsFromOneObjectToAnother()
    {
        var content = TestBytes.Of(5_000_000);
        await PutAsync("from", content);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            await using var source = await Store.GetObjectAsync(Bucket, "from", cancellationToken: Deadline);
            var options = new PutObjectOptions { ContentLength = source.ContentLength };
            await Store.PutObjectAsync(Bucket, $"to-{i}", source.Content, options, Deadline);
        }));

        for (var i = 0; i < 20; i++)
        {
            Assert.That(TestBytes.Sha256(await GetAsync($"to-{i}")), Is.EqualTo(TestBytes.Sha256(content)));
        }
    }

    [Test]
    public async Task High_QueuedAfterManyLow_IsServedBeforeThem()
    {
        await using var host = await HostOfOneSlotAsync();
        await using var gate = new GatedStream(TestBytes.Of(Large));
        var first = host.Store.PutObjectAsync(Bucket, "first", gate, new PutObjectOptions { ContentLength = Large }, Deadline);
        await gate.Reading.WaitAsync(Deadline);
        var order = new ConcurrentQueue<RequestPriority>();

        var low = Enumerable.Range(0, 40).Select(_ => HeadAsync(host.Store, RequestPriority.Low, order)).ToList();
        var high = HeadAsync(host.Store, RequestPriority.High, order);
        gate.Open();
        await first;
        await Task.WhenAll([.. low, high]);

        Assert.That(order.Take(5), Does.Contain(RequestPriority.High));
    }

    [Test]
    public async Task Cancelled_WhileWaiting_IsCancelledAndTheRestGoesOn()
    {
        await using var host = await HostOfOneSlotAsync();
        await using var gate = new GatedStream(TestBytes.Of(Large));
        var first = host.Store.PutObjectAsync(Bucket, "first", gate, new PutObjectOptions { ContentLength = Large }, Deadline);
        await gate.Reading.WaitAsync(Deadline);
        using var source = new CancellationTokenSource();
        var waiting = host.Store.HeadObjectAsync(Bucket, "first", cancellationToken: source.Token);

        await source.CancelAsync();

        var error = Assert.CatchAsync<OperationCanceledException>(async () => await waiting);
        Assert.That(error!.CancellationToken, Is.EqualTo(source.Token));
        gate.Open();
        Assert.That((await first).Size, Is.EqualTo(Large));
    }

    /// <summary>In parts, an upload would hold no slot while it waits for its source.</summary>
    private Task<StoreHost> HostOfOneSlotAsync() => StoreHost.StartAsync(
        options =>
        {
            options.MaxConcurrentRequests = 1;
            options.Transfers.MultipartThreshold = 2 * Large;
        },
        Deadline);

    private async Task HeadAsync(IObjectStore store, RequestPriority priority, ConcurrentQueue<RequestPriority> order)
    {
        await store.HeadObjectAsync(Bucket, "first", new HeadObjectOptions { Priority = priority }, Deadline);
        order.Enqueue(priority);
    }

    private async Task WorkAsync(int number, RequestPriority priority)
    {
        var key = $"mixed-{number:000}";
        var content = TestBytes.Of((number * 997) % 50_000, seed: number);
        await PutAsync(key, content, new PutObjectOptions { Priority = priority });
        Assert.That(await GetAsync(key, new GetObjectOptions { Priority = priority }), Is.EqualTo(content));
        var head = await Store.HeadObjectAsync(Bucket, key, new HeadObjectOptions { Priority = priority }, Deadline);
        Assert.That(head!.ETag, Is.EqualTo(TestBytes.Md5(content)));
        Assert.That(await KeysAsync(Bucket, key, new ListObjectsOptions { Priority = priority }), Is.EqualTo((string[])[key]));
        if (number % 2 == 0)
        {
            await Store.DeleteObjectAsync(Bucket, key, new DeleteObjectOptions { Priority = priority }, Deadline);
            Assert.That(await Store.HeadObjectAsync(Bucket, key, cancellationToken: Deadline), Is.Null);
        }
    }
}
