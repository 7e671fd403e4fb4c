using S3Kit.Chaos.Faults;

namespace S3Kit.IntegrationTests;

/// <summary>
/// What a caller sees of faults on the way to a gateway. The first endpoint is behind the proxy, the second is not and stands by. On Ceph only: what a
/// server makes of half a request is its own affair.
/// </summary>
[NeedsGatewayControl]
public sealed class FaultsTests : StoreFixture
{
    private const int Size = 300_000;
    private const string Proxied = "proxied";

    private static readonly FaultKind[] OfPuts =
    [
        FaultKind.Reset, FaultKind.ResetInRequest, FaultKind.ResetBeforeAnswer, FaultKind.HalfOpen,
        FaultKind.BlackHole, FaultKind.Latency, FaultKind.CorruptRequest,
    ];

    private static readonly FaultKind[] OfGets =
    [
        FaultKind.Reset, FaultKind.ResetBeforeAnswer, FaultKind.ResetInAnswer, FaultKind.HalfOpen, FaultKind.HalfOpenInAnswer,
        FaultKind.BlackHole, FaultKind.Latency,
    ];

    private FaultProxy _proxy = null!;

    [SetUp]
    public void StartProxy() => _proxy = new FaultProxy(new Uri(TestServers.Url(TestServers.Gateway1)), seed: 1);

    [TearDown]
    public async Task StopProxyAsync() => await _proxy.DisposeAsync();

    [TestCaseSource(nameof(OfPuts))]
    public async Task Put_EveryRequestOfOneEndpointIsStruck_IsStoredThroughTheOther(FaultKind kind)
    {
        await using var host = await HostAsync(standby: true, kind);
        _proxy.Fault = Of(kind);

        await PutAsync(host.Store, kind.ToString());

        Assert.That(_proxy.Struck, Is.GreaterThan(0));
        Assert.That(await GetAsync(kind.ToString()), Is.EqualTo(TestBytes.Of(Size)));
        await ExpectNothingHeldAsync(host);
    }

    [TestCaseSource(nameof(OfGets))]
    public async Task Get_EveryRequestOfOneEndpointIsStruck_IsReadThroughTheOther(FaultKind kind)
    {
        await PutAsync("read", TestBytes.Of(Size));
        await using var host = await HostAsync(standby: true, kind);
        _proxy.Fault = Of(kind);

        await using (var result = await host.Store.GetObjectAsync(Bucket, "read", cancellationToken: Deadline))
        {
            Assert.That(await result.Content.ReadToEndAsync(Deadline), Is.EqualTo(TestBytes.Of(Size)));
        }

        Assert.That(_proxy.Struck, Is.GreaterThan(0));
        await ExpectNothingHeldAsync(host);
    }

    [TestCase(FaultKind.Reset, S3ErrorKind.Network)]
    [TestCase(FaultKind.ResetInRequest, S3ErrorKind.Network)]
    [TestCase(FaultKind.ResetBeforeAnswer, S3ErrorKind.Network)]
    [TestCase(FaultKind.HalfOpen, S3ErrorKind.Timeout)]
    [TestCase(FaultKind.BlackHole, S3ErrorKind.Timeout)]
    [TestCase(FaultKind.Latency, S3ErrorKind.Timeout)]
    [TestCase(FaultKind.CorruptRequest, S3ErrorKind.Integrity)]
    public async Task Put_TheOnlyEndpointIsStruck_FailsAsWhatItWas(FaultKind kind, S3ErrorKind expected)
    {
        await using var host = await HostAsync(standby: false, kind);
        _proxy.Fault = Of(kind);

        var error = Assert.CatchAsync<S3KitException>(async () => await PutAsync(host.Store, $"only-{kind}"));

        Assert.That((error!.Kind, error.IsTransient, error.Endpoint, error.Attempts), Is.EqualTo((expected, true, Proxied, 2)));
        if (kind is FaultKind.ResetInRequest or FaultKind.CorruptRequest)
        {
            Assert.That(await Store.HeadObjectAsync(Bucket, $"only-{kind}", cancellationToken: Deadline), Is.Null, "half an object, or a wrong one, is none");
        }

        await ExpectNothingHeldAsync(host);
    }

    [TestCase(FaultKind.ResetInAnswer, S3ErrorKind.Network)]
    [TestCase(FaultKind.HalfOpenInAnswer, S3ErrorKind.Timeout)]
    public async Task Get_NoByteOfTheBodyComes_FailsAsWhatItWas(FaultKind kind, S3ErrorKind expected)
    {
        await PutAsync("never", TestBytes.Of(Size));
        await using var host = await HostAsync(standby: false, kind);
        _proxy.Fault = new Fault(kind);

        await using (var result = await host.Store.GetObjectAsync(Bucket, "never", cancellationToken: Deadline))
        {
            var error = Assert.CatchAsync<S3KitException>(async () => await result.Content.ReadToEndAsync(Deadline));
            Assert.That((error!.Kind, error.IsTransient), Is.EqualTo((expected, true)));
        }

        await ExpectNothingHeldAsync(host);
    }

    [Test]
    public async Task Get_BreaksAfterSomeBytesAgainAndAgain_GoesOnUntilItIsWhole()
    {
        await PutAsync("pieces", TestBytes.Of(Size));
        await using var host = await HostAsync(standby: false);
        _proxy.Fault = new Fault(FaultKind.ResetInAnswer) { After = 80_000, Times = 3 };

        await using (var result = await host.Store.GetObjectAsync(Bucket, "pieces", cancellationToken: Deadline))
        {
            Assert.That(await result.Content.ReadToEndAsync(Deadline), Is.EqualTo(TestBytes.Of(Size)));
        }

        Assert.That(_proxy.Struck, Is.EqualTo(3), "more often than it may be tried again: each time there were bytes");
        await ExpectNothingHeldAsync(host);
    }

    [Test]
    public async Task Get_AByteIsWrongAndTheETagIsVerified_IsIntegrity()
    {
        await PutAsync("wrong", TestBytes.Of(Size));
        await using var host = await HostAsync(standby: true);
        _proxy.Fault = new Fault(FaultKind.CorruptAnswer) { After = 123_456, Times = 1 };

        await using (var result = await host.Store.GetObjectAsync(Bucket, "wrong", new GetObjectOptions { VerifyETag = true }, Deadline))
        {
            var error = Assert.CatchAsync<S3IntegrityException>(async () => await result.Content.ReadToEndAsync(Deadline));
            Assert.That(error!.IsTransient, Is.True);
        }

        Assert.That(_proxy.Struck, Is.EqualTo(1));
        await ExpectNothingHeldAsync(host);
    }

    [Test]
    public async Task DownloadFile_AByteIsWrongAndTheETagIsVerified_LeavesNoFile()
    {
        await PutAsync("file", TestBytes.Of(Size));
        using var directory = new TemporaryDirectory();
        await using var host = await HostAsync(standby: true);
        _proxy.Fault = new Fault(FaultKind.CorruptAnswer) { After = 123_456, Times = 1 };

        Assert.That(
            async () => await host.Store.DownloadFileAsync(Bucket, "file", directory.File("file"), new DownloadFileOptions { VerifyETag = true }, Deadline),
            Throws.TypeOf<S3IntegrityException>());

        Assert.That(Directory.EnumerateFileSystemEntries(directory.FullPath), Is.Empty);
        await ExpectNothingHeldAsync(host);
    }

    /// <summary>Plain HTTP has nothing but TCP's checksum: with no checksum of the store's and no MD5 to compare with, a wrong byte is a byte.</summary>
    [Test]
    public async Task Get_AByteIsWrongAndNothingTellsSo_IsNotNoticed()
    {
        await PutAsync("unnoticed", TestBytes.Of(Size));
        await using var host = await HostAsync(standby: true);
        _proxy.Fault = new Fault(FaultKind.CorruptAnswer) { After = 123_456, Times = 1 };

        await using var result = await host.Store.GetObjectAsync(Bucket, "unnoticed", cancellationToken: Deadline);
        var bytes = await result.Content.ReadToEndAsync(Deadline);

        var content = TestBytes.Of(Size);
        Assert.That(Enumerable.Range(0, Size).Where(i => bytes[i] != content[i]), Is.EqualTo((int[])[123_456]));
    }

    [Test]
    public async Task Upload_APartArrivesWrong_IsRefusedAndSentAgain()
    {
        var content = TestBytes.Of(18 * 1024 * 1024);
        await using var host = await HostAsync(standby: false);
        _proxy.Fault = new Fault(FaultKind.CorruptRequest) { After = 1_000_000, Times = 1 };

        using var source = new MemoryStream(content);
        await host.Store.PutObjectAsync(Bucket, "parts", source, cancellationToken: Deadline);

        Assert.That(_proxy.Struck, Is.EqualTo(1));
        Assert.That(TestBytes.Sha256(await GetAsync("parts")), Is.EqualTo(TestBytes.Sha256(content)));
        await ExpectNothingHeldAsync(host);
    }

    /// <summary>All of it takes longer than the operation may, but it moves: it is not cut off.</summary>
    [Test]
    public async Task Get_BodyMovesSlowly_IsNotCutOff()
    {
        await PutAsync("slow", TestBytes.Of(Size));
        await using var host = await HostAsync(standby: false);
        _proxy.Fault = new Fault(FaultKind.Bandwidth) { BytesPerSecond = Size / 4 };

        await using var result = await host.Store.GetObjectAsync(Bucket, "slow", new GetObjectOptions { Timeout = TimeSpan.FromSeconds(3) }, Deadline);

        Assert.That(await result.Content.ReadToEndAsync(Deadline), Is.EqualTo(TestBytes.Of(Size)));
    }

    private static Fault Of(FaultKind kind) => new(kind) { After = 100_000, Delay = TimeSpan.FromHours(1) };

    /// <summary>Two tries at the only endpoint, some more with two. A limit strikes soon only where the fault is silence: a busy machine is no fault.</summary>
    private Task<StoreHost> HostAsync(bool standby, FaultKind kind = default)
    {
        var proxied = TestServers.Endpoint(TestServers.Gateway1);
        proxied.Url = _proxy.Url.AbsoluteUri;
        var other = TestServers.Endpoint(TestServers.Gateway2);
        other.Tier = 1;
        return StoreHost.StartBareAsync(
            options =>
            {
                options.MaxRetries = standby ? 5 : 1;
                if (kind is FaultKind.HalfOpen or FaultKind.BlackHole or FaultKind.Latency)
                {
                    options.AttemptTimeout = TimeSpan.FromSeconds(1);
                }
                else if (kind == FaultKind.HalfOpenInAnswer)
                {
                    options.StallTimeout = TimeSpan.FromSeconds(1);
                }

                options.Endpoints[Proxied] = proxied;
                if (standby)
                {
                    options.Endpoints[TestServers.Gateway2] = other;
                }
            },
            Deadline);
    }

    private async Task PutAsync(IObjectStore store, string key)
    {
        using var source = new MemoryStream(TestBytes.Of(Size));
        await store.PutObjectAsync(Bucket, key, source, cancellationToken: Deadline);
    }

    private Task ExpectNothingHeldAsync(StoreHost host) => Polling.UntilAsync(
        _ => Task.FromResult(host.Endpoints.Endpoints.All(endpoint => endpoint is { ActiveRequests: 0, InFlightRequests: 0 })), Deadline);
}
