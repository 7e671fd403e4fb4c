using System.Net;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Resilience;

/// <summary>The circuit breaker as requests meet it: one try each, so that every failure is one.</summary>
public sealed class CircuitBreakerStrategyTests
{
    private ScriptedStore _scene = null!;

    [SetUp]
    public void SetUp() => _scene = new ScriptedStore(options => options.MaxRetries = 0, "a");

    [TearDown]
    public async Task TearDown() => await _scene.DisposeAsync();

    [Test]
    public async Task Execute_Open_FailsAtOnceWithoutSending()
    {
        await OpenAsync();

        S3CircuitOpenException? error = Assert.ThrowsAsync<S3CircuitOpenException>(() => _scene.HeadAsync().Soon());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_scene["a"].Calls, Has.Count.EqualTo(3));
            Assert.That(error!.Attempts, Is.Zero);
            Assert.That(error.Message, Does.Contain("'a'"));
            Assert.That(_scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Open));
            Assert.That(_scene.Snapshot("a").IsUsable, Is.False);
            Assert.That(_scene.Snapshot("a").ActiveRequests, Is.Zero);
        }
    }

    [Test]
    public async Task Execute_Open_NamedEndpointFailsAtOnceToo()
    {
        await OpenAsync();

        Assert.ThrowsAsync<S3CircuitOpenException>(() => _scene.HeadAsync(options: new HeadObjectOptions { Endpoint = "a" }).Soon());

        Assert.That(_scene["a"].Calls, Has.Count.EqualTo(3));
    }

    [TestCase(HttpStatusCode.NotFound, "NoSuchKey")]
    [TestCase(HttpStatusCode.Forbidden, "AccessDenied")]
    [TestCase(HttpStatusCode.PreconditionFailed, "PreconditionFailed")]
    [TestCase(HttpStatusCode.TooManyRequests, null)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "SlowDown")]
    public async Task Execute_AnswersThatAreNoFailures_LeaveItClosed(HttpStatusCode status, string? code)
    {
        for (int i = 0; i < 5; i++)
        {
            _scene["a"].Then(status, code);
            Assert.That(async () => await _scene.GetAsync().Soon(), Throws.InstanceOf<S3KitException>());
        }

        Assert.That(_scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
        Assert.That(_scene["a"].Calls, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Execute_CallersCancel_LeavesItClosed()
    {
        for (int i = 0; i < 5; i++)
        {
            _scene["a"].ThenHold();
            using var cancellation = new CancellationTokenSource();
            Task<ObjectInfo?> head = _scene.HeadAsync(cancellationToken: cancellation.Token);
            await _scene["a"].Arrival();
            await cancellation.CancelAsync();
            Assert.That(async () => await head.Soon(), Throws.InstanceOf<OperationCanceledException>());
        }

        Assert.That(_scene.Snapshot("a").ConsecutiveFailures, Is.Zero);
        Assert.That(_scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public async Task Execute_CallersGiveUpOnASilentEndpoint_Opens()
    {
        // Half of the attempt limit of 10 seconds: nobody's patience, but too long for a healthy endpoint.
        for (int i = 0; i < 3; i++)
        {
            _scene["a"].ThenHold();
            using var cancellation = new CancellationTokenSource();
            Task<ObjectInfo?> head = _scene.HeadAsync(cancellationToken: cancellation.Token);
            await _scene["a"].Arrival();
            _scene.Time.Advance(TimeSpan.FromSeconds(5));
            await cancellation.CancelAsync();
            Assert.That(async () => await head.Soon(), Throws.InstanceOf<OperationCanceledException>());
        }

        Assert.That(_scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public async Task Execute_HalfOpenWithManyCallers_OneIsSent()
    {
        await OpenAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(1));
        TaskCompletionSource<HttpResponseMessage> answer = _scene["a"].ThenHold();
        Task<ObjectInfo?>[] callers = [.. Enumerable.Range(0, 20).Select(_ => _scene.HeadAsync())];
        await _scene["a"].Arrival();

        // All but the trial fail at once; the trial is the one that is still under way.
        List<Task<ObjectInfo?>> pending = [.. callers];
        while (pending.Count > 1)
        {
            Task<ObjectInfo?> ended = await Task.WhenAny(pending).Soon();
            pending.Remove(ended);
            Assert.That(async () => await ended, Throws.TypeOf<S3CircuitOpenException>());
        }

        answer.SetResult(Answers.Ok());
        await pending.Single().Soon();

        Assert.That(_scene["a"].Calls, Has.Count.EqualTo(4));
        Assert.That(_scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
        Assert.That(_scene.Snapshot("a").ActiveRequests, Is.Zero);
    }

    [Test]
    public async Task Execute_TrialFails_OpensAgain()
    {
        await OpenAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(1));
        _scene["a"].Then(HttpStatusCode.InternalServerError);
        Assert.ThrowsAsync<S3ServerException>(() => _scene.HeadAsync().Soon());

        Assert.ThrowsAsync<S3CircuitOpenException>(() => _scene.HeadAsync().Soon());

        Assert.That(_scene["a"].Calls, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Execute_TrialIsCancelled_TheNextIsTheTrial()
    {
        await OpenAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(1));
        _scene["a"].ThenHold();
        using var cancellation = new CancellationTokenSource();
        Task<ObjectInfo?> trial = _scene.HeadAsync(cancellationToken: cancellation.Token);
        await _scene["a"].Arrival();
        await cancellation.CancelAsync();
        Assert.That(async () => await trial.Soon(), Throws.InstanceOf<OperationCanceledException>());

        await _scene.HeadAsync().Soon();

        Assert.That(_scene.Snapshot("a").CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    private async Task OpenAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            _scene["a"].Then(HttpStatusCode.InternalServerError);
            Assert.ThrowsAsync<S3ServerException>(() => _scene.HeadAsync().Soon());
            await _scene["a"].Arrival();
        }
    }
}
