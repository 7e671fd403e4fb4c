namespace S3Kit.IntegrationTests;

public sealed class EndpointTests : StoreFixture
{
    private static readonly string[] Gateways = [TestServers.Gateway1, TestServers.Gateway2, TestServers.Gateway3];

    [Test]
    public async Task Store_WithoutKey_UsesEveryEndpointOfThePool()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 6; i++)
        {
            used.Add((await PutAsync($"round-{i}", TestBytes.Of(1))).Endpoint);
        }

        Assert.That(used, Is.EquivalentTo(Gateways));
    }

    [TestCaseSource(nameof(Gateways))]
    public async Task Store_KeyedByEndpoint_UsesOnlyThatOne(string gateway)
    {
        var store = Host.StoreOf(gateway);
        for (var i = 0; i < 4; i++)
        {
            using var content = new MemoryStream(TestBytes.Of(10));
            var put = await store.PutObjectAsync(Bucket, "keyed", content, cancellationToken: Deadline);
            Assert.That(put.Endpoint, Is.EqualTo(gateway));
            Assert.That(put.Location.AbsoluteUri, Does.StartWith(TestServers.Url(gateway) + "/"));
        }

        Assert.That(await GetAsync("keyed"), Is.EqualTo(TestBytes.Of(10)), "what one gateway stores, the others serve");
    }

    [Test]
    public async Task Store_KeyedByPool_IsTheDefaultOne()
    {
        await PutAsync("pooled", TestBytes.Of(10));

        var head = await Host.StoreOf(EndpointOptions.DefaultPool).HeadObjectAsync(Bucket, "pooled", cancellationToken: Deadline);

        Assert.That(head!.Size, Is.EqualTo(10));
    }

    [TestCaseSource(nameof(Gateways))]
    public async Task Request_NamingAnEndpoint_IsServedThere(string gateway)
    {
        await PutAsync("named", TestBytes.Of(10));

        var head = await Store.HeadObjectAsync(Bucket, "named", new HeadObjectOptions { Endpoint = gateway }, Deadline);

        Assert.That(head!.Endpoint, Is.EqualTo(gateway));
    }

    [Test]
    public void Request_NamingAnUnknownEndpoint_IsNoEndpoint() => Assert.That(
        async () => await Store.HeadObjectAsync(Bucket, "a", new HeadObjectOptions { Endpoint = "gw9" }, Deadline),
        Throws.TypeOf<S3NoEndpointException>());

    [Test]
    public async Task TestEndpoint_Reachable_IsAvailable()
    {
        foreach (var gateway in Gateways)
        {
            var result = await Store.TestEndpointAsync(gateway, Deadline);

            Assert.That(result.Error, Is.Null);
            Assert.That(result.IsAvailable, Is.True);
            Assert.That(result.Endpoint, Is.EqualTo(gateway));
            Assert.That(result.Latency, Is.GreaterThan(TimeSpan.Zero));
        }

        Assert.That((await Store.TestEndpointAsync(cancellationToken: Deadline)).IsAvailable, Is.True);
    }

    [Test]
    public async Task TestEndpoint_ByAddress_TellsGoodKeysFromBad()
    {
        var url = TestServers.Url(TestServers.Gateway1);

        var good = await Host.Endpoints.TestEndpointAsync(url, TestServers.AccessKey, TestServers.SecretKey, Deadline);
        var wrongSecret = await Host.Endpoints.TestEndpointAsync(url, TestServers.AccessKey, "wrong-secret-key", Deadline);
        var unknownKey = await Host.Endpoints.TestEndpointAsync(url, "NOSUCHACCESSKEY00000", TestServers.SecretKey, Deadline);
        var nobody = await Host.Endpoints.TestEndpointAsync(UnusedPort.Url(), TestServers.AccessKey, TestServers.SecretKey, Deadline);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(good.IsAvailable, Is.True);
            Assert.That(good.Error, Is.Null);
            Assert.That(wrongSecret.IsAvailable, Is.False);
            Assert.That(wrongSecret.Error, Is.TypeOf<S3AuthenticationException>());
            Assert.That(unknownKey.IsAvailable, Is.False);
            Assert.That(unknownKey.Error, Is.TypeOf<S3AuthenticationException>());
            Assert.That(nobody.IsAvailable, Is.False);
            Assert.That(nobody.Error, Is.TypeOf<S3NetworkException>());
        }

        Assert.That(Host.Endpoints.Endpoints.Select(endpoint => endpoint.Name), Is.EqualTo(Gateways), "a test adds nothing");
    }

    [Test]
    public async Task Unreachable_OnlyEndpoint_IsNetworkAfterItsRetries()
    {
        var url = UnusedPort.Url();
        await using var host = await StoreHost.StartBareAsync(
            options =>
            {
                options.MaxRetries = 1;
                options.Endpoints["nobody"] = new EndpointOptions { Url = url, AccessKey = "a-key", SecretKey = "a-secret" };
            },
            Deadline);

        var error = Assert.ThrowsAsync<S3NetworkException>(async () => await host.Store.GetObjectAsync(Bucket, "a", cancellationToken: Deadline));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.IsTransient, Is.True);
            Assert.That(error.Attempts, Is.EqualTo(2));
            Assert.That(error.Endpoint, Is.EqualTo("nobody"));
            Assert.That(error.StatusCode, Is.Null);
            Assert.That(error.Message, Does.Contain("nobody"));
        }
    }

    [Test]
    public async Task Unreachable_OneOfTwo_OthersServe()
    {
        var url = UnusedPort.Url();
        await PutAsync("served", TestBytes.Of(10));
        await using var host = await StoreHost.StartBareAsync(
            options =>
            {
                options.Endpoints["nobody"] = new EndpointOptions { Url = url, AccessKey = "a-key", SecretKey = "a-secret" };
                options.Endpoints[TestServers.Gateway1] = TestServers.Endpoint(TestServers.Gateway1);
            },
            Deadline);

        for (var i = 0; i < 20; i++)
        {
            var head = await host.Store.HeadObjectAsync(Bucket, "served", cancellationToken: Deadline);
            Assert.That(head!.Endpoint, Is.EqualTo(TestServers.Gateway1));
        }

        Assert.That(host.Endpoints.GetEndpoint("nobody").CircuitState, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public async Task AddEndpoint_WhileRunning_ServesAtOnceUntilRemoved()
    {
        await PutAsync("added", TestBytes.Of(10));
        Host.Endpoints.AddEndpoint("late", TestServers.Endpoint(TestServers.Gateway2));
        var head = await Store.HeadObjectAsync(Bucket, "added", new HeadObjectOptions { Endpoint = "late" }, Deadline);

        Assert.That(head!.Endpoint, Is.EqualTo("late"));
        Assert.That(Host.Endpoints.RemoveEndpoint("late"), Is.True);
        Assert.That(
            async () => await Store.HeadObjectAsync(Bucket, "added", new HeadObjectOptions { Endpoint = "late" }, Deadline),
            Throws.TypeOf<S3NoEndpointException>());
    }
}
