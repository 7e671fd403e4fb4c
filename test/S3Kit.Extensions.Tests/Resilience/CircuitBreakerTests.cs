using Microsoft.Extensions.Time.Testing;
using S3Kit.Resilience;

namespace S3Kit.Tests.Resilience;

public sealed class CircuitBreakerTests
{
    private static readonly Exception Error = new IOException("It broke");

    private FakeTimeProvider _time = null!;
    private CircuitBreaker _breaker = null!;
    private List<CircuitState> _changes = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new FakeTimeProvider();
        _changes = [];
        _breaker = new CircuitBreaker(_time) { Changed = change => _changes.Add(change.State) };
        _breaker.Configure(new CircuitBreakerOptions());
    }

    [Test]
    public void Report_FailuresInARow_OpenAtTheThreshold()
    {
        Fail(2);
        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));

        Fail(1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
            Assert.That(_breaker.WouldAllow, Is.False);
            Assert.That(_breaker.TryEnter(out _), Is.False);
            Assert.That(_breaker.LastError, Is.EqualTo("IOException"), "The message would name objects.");
            Assert.That(_breaker.ConsecutiveFailures, Is.EqualTo(3));
            Assert.That(_breaker.ChangedAt, Is.EqualTo(_time.GetUtcNow()));
            Assert.That(_breaker.RemainingOpenTime, Is.EqualTo(TimeSpan.FromMinutes(1)));
            Assert.That(_changes, Is.EqualTo([CircuitState.Open]));
        }
    }

    [Test]
    public void ReportLate_OneAfterAnother_OpenAtTheThreshold()
    {
        for (int i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _breaker.ReportLate(_time.GetTimestamp(), Error);
        }

        Assert.That((_breaker.State, _breaker.ConsecutiveFailures), Is.EqualTo((CircuitState.Open, 3)));
        Assert.That(_changes, Is.EqualTo([CircuitState.Open]));
    }

    [Test]
    public void ReportLate_AllThatBreaksTogether_IsOneFailure()
    {
        long[] opened = [_time.GetTimestamp(), _time.GetTimestamp() + 1, _time.GetTimestamp() + 2];
        foreach (long since in opened)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _breaker.ReportLate(since, Error);
        }

        Assert.That(_breaker.ConsecutiveFailures, Is.EqualTo(1));
    }

    [Test]
    public void ReportLate_WhileOpen_ChangesNothing()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromMinutes(1));

        _breaker.ReportLate(_time.GetTimestamp(), Error);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.HalfOpen));
        Assert.That(_breaker.ConsecutiveFailures, Is.EqualTo(3));
    }

    [Test]
    public void Report_SuccessInBetween_BeginsToCountAnew()
    {
        Fail(2);
        Report(EndpointVerdict.Success);
        Fail(2);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
        Fail(1);
        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public void Report_VerdictOfNothing_NeitherCountsNorResets()
    {
        Fail(2);
        Report(EndpointVerdict.None);
        Assert.That(_breaker.ConsecutiveFailures, Is.EqualTo(2));

        Fail(1);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public void TryEnter_OpenTimeNotOver_Refuses()
    {
        Fail(3);

        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.That(_breaker.TryEnter(out _), Is.False);
        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.That(_breaker.State, Is.EqualTo(CircuitState.HalfOpen));
        Assert.That(_breaker.TryEnter(out CircuitPass pass), Is.True);
        Assert.That(pass.IsTrial, Is.True);
    }

    [Test]
    public async Task TryEnter_ManyAtOnceWhenHalfOpen_OneIsTheTrial()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromMinutes(1));
        using var barrier = new Barrier(8);

        bool[] entered = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return _breaker.TryEnter(out CircuitPass _);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.That(entered.Count(each => each), Is.EqualTo(1));
        Assert.That(_breaker.WouldAllow, Is.False);
    }

    [Test]
    public void Report_TrialSucceeds_Closes()
    {
        CircuitPass trial = Trial();

        _breaker.Report(trial, EndpointVerdict.Success, null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
            Assert.That(_breaker.ConsecutiveFailures, Is.Zero);
            Assert.That(_breaker.RemainingOpenTime, Is.EqualTo(TimeSpan.Zero));
            Assert.That(_changes, Is.EqualTo([CircuitState.Open, CircuitState.HalfOpen, CircuitState.Closed]));
        }
    }

    [Test]
    public void Report_TrialFails_OpensForTheWholeTimeAgain()
    {
        CircuitPass trial = Trial();
        _time.Advance(TimeSpan.FromSeconds(10));

        _breaker.Report(trial, EndpointVerdict.Failure, Error);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
            Assert.That(_breaker.RemainingOpenTime, Is.EqualTo(TimeSpan.FromMinutes(1)));
            Assert.That(_changes, Is.EqualTo([CircuitState.Open, CircuitState.HalfOpen, CircuitState.Open]));
        }
    }

    [Test]
    public void Report_TrialTellsNothing_TheNextIsTheTrial()
    {
        CircuitPass trial = Trial();
        Assert.That(_breaker.TryEnter(out _), Is.False);

        _breaker.Report(trial, EndpointVerdict.None, null);

        Assert.That(_breaker.WouldAllow, Is.True);
        Assert.That(_breaker.TryEnter(out CircuitPass next), Is.True);
        Assert.That(next.IsTrial, Is.True);
        Assert.That(_breaker.TryEnter(out _), Is.False);
    }

    [Test]
    public void Report_StaleSuccess_DoesNotCloseAnOpenOne()
    {
        _breaker.TryEnter(out CircuitPass old);
        Fail(3);

        _breaker.Report(old, EndpointVerdict.Success, null);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
        Assert.That(_breaker.ConsecutiveFailures, Is.EqualTo(3));
    }

    [Test]
    public void Report_StaleFailures_DoNotOpenAClosedOneAgain()
    {
        CircuitPass[] old = [Enter(), Enter(), Enter()];
        CircuitPass trial = Trial();
        _breaker.Report(trial, EndpointVerdict.Success, null);

        foreach (CircuitPass pass in old)
        {
            _breaker.Report(pass, EndpointVerdict.Failure, Error);
        }

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
        Assert.That(_breaker.ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public void Report_StaleFailureDuringTheTrial_LeavesTheTrialItsResult()
    {
        CircuitPass old = Enter();
        CircuitPass trial = Trial();

        _breaker.Report(old, EndpointVerdict.Failure, Error);
        _breaker.Report(trial, EndpointVerdict.Success, null);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public void Configure_OpenTimeChangedWhileOpen_CountsFromTheOpening()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromSeconds(10));

        _breaker.Configure(new CircuitBreakerOptions { Timeout = TimeSpan.FromSeconds(5) });

        Assert.That(_breaker.WouldAllow, Is.True);
    }

    private CircuitPass Enter()
    {
        Assert.That(_breaker.TryEnter(out CircuitPass pass), Is.True);
        return pass;
    }

    private CircuitPass Trial()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromMinutes(1));
        return Enter();
    }

    private void Report(EndpointVerdict verdict) => _breaker.Report(Enter(), verdict, null);

    private void Fail(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _breaker.Report(Enter(), EndpointVerdict.Failure, Error);
        }
    }
}
