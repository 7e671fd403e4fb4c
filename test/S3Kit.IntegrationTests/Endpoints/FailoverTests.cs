namespace S3Kit.IntegrationTests;

/// <summary>One operation under way while its gateway dies. Alone, for it takes servers away from under everybody.</summary>
[NonParallelizable]
[NeedsGatewayControl]
public sealed class FailoverTests : StoreFixture
{
    /// <summary>Too large to be read into memory first: it is read while it is sent.</summary>
    private const int Size = 24 * 1024 * 1024;

    [TearDown]
    public Task ReviveAsync() => GatewayControl.ResumeOrReviveAllAsync();

    [Test]
    public async Task Upload_GatewayDiesHalfWay_SourceIsSentAgainElsewhere()
    {
        await using var host = await HostOfTwoTiersAsync();
        await using var source = new PausingStream(TestBytes.Of(Size));
        var put = host.Store.PutObjectAsync(Bucket, "again", source, cancellationToken: Deadline);
        await source.Paused.WaitAsync(Deadline);

        await GatewayControl.KillAsync(2, Deadline);
        source.GoOn();

        var result = await put;
        Assert.That(result.Endpoint, Is.EqualTo(TestServers.Gateway3));
        Assert.That(TestBytes.Sha256(await GetAsync("again")), Is.EqualTo(TestBytes.Sha256(TestBytes.Of(Size))));
    }

    [Test]
    public async Task Upload_GatewayDiesAndSourceCannotBeReadAgain_GoesOnElsewhere()
    {
        await using var host = await HostOfTwoTiersAsync();
        var inner = new PausingStream(TestBytes.Of(Size));
        await using var source = new ForwardOnlyStream(inner);
        var put = host.Store.PutObjectAsync(Bucket, "once", source, new PutObjectOptions { ContentLength = Size }, Deadline);
        await inner.Paused.WaitAsync(Deadline);

        await GatewayControl.KillAsync(2, Deadline);
        inner.GoOn();

        var result = await put;
        Assert.That(result.Endpoint, Is.EqualTo(TestServers.Gateway3));
        Assert.That(TestBytes.Sha256(await GetAsync("once")), Is.EqualTo(TestBytes.Sha256(TestBytes.Of(Size))));
    }

    [Test]
    public async Task List_GatewayDiesBetweenPages_GoesOnElsewhere()
    {
        var bucket = await NewBucketAsync(Deadline);
        var expected = Enumerable.Range(0, 2500).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"k{i:0000}")).ToList();
        await Parallel.ForEachAsync(expected, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Deadline }, async (key, token) =>
        {
            using var content = new MemoryStream([1]);
            await Store.PutObjectAsync(bucket, key, content, cancellationToken: token);
        });
        var keys = new List<string>();
        string? victim = null;

        await foreach (var info in Store.ListObjectsAsync(bucket, cancellationToken: Deadline))
        {
            keys.Add(info.Key);
            if (victim is null)
            {
                victim = info.Endpoint!;
                await GatewayControl.KillAsync(victim[^1] - '0', Deadline);
            }
        }

        Assert.That(keys, Is.EqualTo(expected));
    }

    [Test]
    public async Task Request_NamedGatewayIsFrozen_TimesOut()
    {
        await using var host = await StoreHost.StartAsync(options => options.AttemptTimeout = TimeSpan.FromMilliseconds(300), Deadline);
        await GatewayControl.PauseAsync(2, Deadline);
        var options = new HeadObjectOptions { Endpoint = TestServers.Gateway2, Timeout = TimeSpan.FromSeconds(1) };

        Assert.That(
            async () => await host.Store.HeadObjectAsync(Bucket, "a", options, Deadline),
            Throws.TypeOf<S3TimeoutException>().With.Property("Endpoint").EqualTo(TestServers.Gateway2));
    }

    /// <summary>The second gateway serves, the third stands by.</summary>
    private Task<StoreHost> HostOfTwoTiersAsync()
    {
        var first = TestServers.Endpoint(TestServers.Gateway2);
        var second = TestServers.Endpoint(TestServers.Gateway3);
        second.Tier = 1;
        return StoreHost.StartBareAsync(
            options =>
            {
                options.Endpoints[TestServers.Gateway2] = first;
                options.Endpoints[TestServers.Gateway3] = second;
            },
            Deadline);
    }
}
