using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Protocol;

/// <summary>The body of an object as its caller reads it, from an endpoint whose bytes are scripted.</summary>
public sealed class ObjectContentStreamTests
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(15);

    private ScriptedStore _scene = null!;
    private ScriptedBody _body = null!;

    [SetUp]
    public void SetUp()
    {
        // Nothing is taken up again here: what is read is what one answer brings.
        _scene = new ScriptedStore(static options => options.MaxRetries = 0, "a");
        _body = new ScriptedBody();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _scene.DisposeAsync();
        await _body.DisposeAsync();
    }

    [Test]
    public async Task Read_AllBytes_EndsAtTheAnnouncedLength()
    {
        await using GetObjectResult result = await GetAsync(5);
        _body.Send([1, 2, 3]);
        _body.Send([4, 5]);
        _body.End();

        using var copy = new MemoryStream();
        await result.Content.CopyToAsync(copy).Soon();

        Assert.That(copy.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4, 5 }));
        Assert.That(result.Content.Length, Is.EqualTo(5));
        Assert.That(result.Content.Position, Is.EqualTo(5));
    }

    [Test]
    public async Task Read_BodyEndsTooEarly_IsAnIntegrityError()
    {
        await using GetObjectResult result = await GetAsync(5);
        _body.Send([1, 2, 3]);
        _body.End();

        S3IntegrityException? error = Assert.ThrowsAsync<S3IntegrityException>(() => result.Content.CopyToAsync(Stream.Null).Soon());

        Assert.That(error!.Message, Does.Contain("3 of 5"));
        Assert.That(error.Endpoint, Is.EqualTo("a"));
        Assert.That(error.Key, Is.EqualTo("key"));
    }

    [Test]
    public async Task Read_ConnectionIsClosed_IsAnIntegrityError()
    {
        await using GetObjectResult result = await GetAsync(5);
        _body.Send([1, 2]);
        _body.Break(new HttpIOException(HttpRequestError.ResponseEnded, "Closed"));

        Assert.ThrowsAsync<S3IntegrityException>(() => result.Content.CopyToAsync(Stream.Null).Soon());
    }

    [Test]
    public async Task Read_ConnectionBreaks_IsANetworkError()
    {
        await using GetObjectResult result = await GetAsync(5);
        _body.Break(new IOException("Reset by peer"));

        S3NetworkException? error = Assert.ThrowsAsync<S3NetworkException>(() => result.Content.CopyToAsync(Stream.Null).Soon());

        Assert.That(error!.IsTransient, Is.True);
    }

    [Test]
    public async Task Read_BodyIsLongerThanAnnounced_IsAnIntegrityError()
    {
        await using GetObjectResult result = await GetAsync(2);
        _body.Send([1, 2, 3]);

        Assert.ThrowsAsync<S3IntegrityException>(() => result.Content.CopyToAsync(Stream.Null).Soon());
    }

    [Test]
    public async Task Read_NothingMoves_IsAStall()
    {
        await using GetObjectResult result = await GetAsync(5);
        Task reading = result.Content.CopyToAsync(Stream.Null);
        await _scene.Time.NextTimer(Stall);
        _scene.Time.Advance(Stall - TimeSpan.FromTicks(1));
        Assert.That(reading.IsCompleted, Is.False);

        _scene.Time.Advance(TimeSpan.FromTicks(1));

        S3TimeoutException? error = Assert.ThrowsAsync<S3TimeoutException>(() => reading.Soon());
        Assert.That(error!.Limit, Is.EqualTo(S3TimeoutKind.Stall));
    }

    [Test]
    public async Task Read_SlowButSteady_OutlastsEveryLimit()
    {
        const int pieces = 20;
        await using GetObjectResult result = await GetAsync(pieces);
        byte[] buffer = new byte[1];
        for (int i = 0; i < pieces; i++)
        {
            Task<int> reading = result.Content.ReadAsync(buffer).AsTask();
            await _scene.Time.NextTimer(Stall);
            _scene.Time.Advance(TimeSpan.FromSeconds(14));
            _body.Send([(byte)i]);
            Assert.That(await reading.Soon(), Is.EqualTo(1));
        }

        _body.End();
        Assert.That(await result.Content.ReadAsync(buffer).AsTask().Soon(), Is.Zero);
    }

    [Test]
    public async Task Read_CallerTakesItsTime_IsNoStall()
    {
        await using GetObjectResult result = await GetAsync(2);
        byte[] buffer = new byte[1];
        Task<int> first = result.Content.ReadAsync(buffer).AsTask();
        await _scene.Time.NextTimer(Stall);
        _body.Send([1]);
        await first.Soon();

        _scene.Time.Advance(TimeSpan.FromHours(1));
        _body.Send([2]);

        Assert.That(await result.Content.ReadAsync(buffer).AsTask().Soon(), Is.EqualTo(1));
    }

    [Test]
    public async Task Read_CallersCancel_IsTheCallers()
    {
        await using GetObjectResult result = await GetAsync(5);
        using var cancellation = new CancellationTokenSource();
        Task<int> reading = result.Content.ReadAsync(new byte[5], cancellation.Token).AsTask();
        await _scene.Time.NextTimer(Stall);

        await cancellation.CancelAsync();

        OperationCanceledException? error = Assert.CatchAsync<OperationCanceledException>(() => reading.Soon());
        Assert.That(error!.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    [Test]
    public async Task Read_SynchronouslyAndNothingMoves_IsAStallToo()
    {
        await using GetObjectResult result = await GetAsync(5);
        Task<int> reading = Task.Factory.StartNew(
            () => result.Content.Read(new byte[5], 0, 5), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await _scene.Time.NextTimer(Stall);
        await _body.BlockingRead.Soon();

        _scene.Time.Advance(Stall);

        S3TimeoutException? error = Assert.ThrowsAsync<S3TimeoutException>(() => reading.Soon());
        Assert.That(error!.Limit, Is.EqualTo(S3TimeoutKind.Stall));
    }

    [Test]
    public async Task Read_Synchronously_ChecksTheLength()
    {
        await using GetObjectResult result = await GetAsync(5);
        _body.Send([1, 2, 3]);
        _body.End();
        byte[] buffer = new byte[5];

        Func<int, int> read = offset => result.Content.Read(buffer, offset, 5 - offset);

        Assert.That(read(0), Is.EqualTo(3));
        Assert.That(() => read(3), Throws.TypeOf<S3IntegrityException>());
    }

    [Test]
    public async Task Dispose_Twice_EndsBeingInFlightOnce()
    {
        GetObjectResult result = await GetAsync(5);
        Assert.That(_scene.Snapshot("a").InFlightRequests, Is.EqualTo(1));
        Assert.That(_scene.Snapshot("a").ActiveRequests, Is.Zero);

        await result.DisposeAsync();
        await result.Content.DisposeAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_scene.Snapshot("a").InFlightRequests, Is.Zero);
            Assert.That(_body.IsDisposed, Is.True);
            Assert.That(async () => await result.Content.ReadAsync(new byte[1]), Throws.TypeOf<ObjectDisposedException>());
        }
    }

    private Task<GetObjectResult> GetAsync(long length)
    {
        _scene["a"].Next.Enqueue((_, _) => Task.FromResult(Scripting.Answers.Object(_body, length)));
        return _scene.GetAsync().Soon();
    }
}
