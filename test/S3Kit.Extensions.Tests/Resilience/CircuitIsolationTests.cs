using Microsoft.Extensions.Time.Testing;
using S3Kit.Resilience;

namespace S3Kit.Tests.Resilience;

/// <summary>The breaker under the hands of an operator, and what probes may do to it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CircuitIsolationTests
{
    private static readonly Exception Error = new IOException("It broke");

    private readonly FakeTimeProvider _time = new();
    private readonly List<CircuitChange> _changes = [];
    private readonly CircuitBreaker _breaker;

    public CircuitIsolationTests()
    {
        _breaker = new CircuitBreaker(_time) { Changed = _changes.Add };
        _breaker.Configure(new CircuitBreakerOptions());
    }

    [Test]
    public void Isolate_LetsNothingThrough_HoweverLong()
    {
        _breaker.Isolate();
        _time.Advance(TimeSpan.FromDays(1));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_breaker.TryEnter(out _), Is.False);
            Assert.That(_breaker.WouldAllow, Is.False);
            Assert.That(_breaker.State, Is.EqualTo(CircuitState.Isolated));
            Assert.That(_breaker.RemainingOpenTime, Is.EqualTo(TimeSpan.MaxValue));
        }
    }

    [Test]
    public void Isolate_Twice_IsOneChange()
    {
        _breaker.Isolate();
        _breaker.Isolate();

        CircuitChange change = _changes.Single();
        Assert.That((change.Previous, change.State, change.Reason, change.ErrorKind), Is.EqualTo((CircuitState.Closed, CircuitState.Isolated, "isolated by hand", (S3ErrorKind?)null)));
    }

    [TestCase(nameof(EndpointVerdict.Success))]
    [TestCase(nameof(EndpointVerdict.Failure))]
    [TestCase(nameof(EndpointVerdict.None))]
    public void Isolate_ResultsOfRequestsUnderWay_ChangeNothing(string verdict)
    {
        CircuitPass trial = Trial();
        _breaker.Isolate();

        _breaker.Report(trial, Enum.Parse<EndpointVerdict>(verdict), Error);
        _breaker.ReportLate(_time.GetTimestamp(), Error);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Isolated));
    }

    [Test]
    public void Isolate_ProbesAndSettings_DoNotEndIt()
    {
        _breaker.Isolate();

        _breaker.ReportProbe(_breaker.BeginProbe(), EndpointVerdict.Success, null, counts: true);
        _breaker.ReportProbe(_breaker.BeginProbe(), EndpointVerdict.Failure, Error, counts: true);
        _breaker.Configure(new CircuitBreakerOptions { Enabled = false });

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Isolated));
        Assert.That(_breaker.ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public void Isolate_SwitchedOff_WorksNevertheless()
    {
        _breaker.Configure(new CircuitBreakerOptions { Enabled = false });

        _breaker.Isolate();
        Assert.That(_breaker.TryEnter(out _), Is.False);
        _breaker.Close();

        Assert.That(_breaker.TryEnter(out _), Is.True);
    }

    [Test]
    public void Close_Open_ForgetsTheFailures()
    {
        Fail(3);

        _breaker.Close();
        Fail(2);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
        Assert.That(_changes.Select(change => (change.State, change.Reason)), Does.Contain((CircuitState.Closed, "closed by hand")));
        Fail(1);
        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public void Close_Closed_ForgetsTheFailuresWithoutAChange()
    {
        Fail(2);

        _breaker.Close();

        Assert.That(_breaker.ConsecutiveFailures, Is.Zero);
        Assert.That(_changes, Is.Empty);
    }

    [Test]
    public void Close_WhileATrialRuns_ItsResultIsOfThePast()
    {
        CircuitPass trial = Trial();
        _breaker.Close();

        _breaker.Report(trial, EndpointVerdict.Failure, Error);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
        Assert.That(_breaker.ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public void ReportProbe_SuccessWhileOpen_ClosesEarly()
    {
        Fail(3);
        CircuitPass probe = _breaker.BeginProbe();

        _breaker.ReportProbe(probe, EndpointVerdict.Success, null, counts: false);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
        Assert.That(_breaker.ConsecutiveFailures, Is.Zero);
        Assert.That(_changes[^1].Reason, Is.EqualTo("a probe succeeded"));
    }

    [TestCase(nameof(EndpointVerdict.Failure))]
    [TestCase(nameof(EndpointVerdict.Success))]
    [TestCase(nameof(EndpointVerdict.None))]
    public void ReportProbe_SuccessWhileATrialRuns_ClosesAndTheTrialIsOfThePast(string trialsResult)
    {
        Fail(3);
        CircuitPass probe = _breaker.BeginProbe();
        _time.Advance(TimeSpan.FromMinutes(1));
        _breaker.TryEnter(out CircuitPass trial);

        _breaker.ReportProbe(probe, EndpointVerdict.Success, null, counts: false);
        _breaker.Report(trial, Enum.Parse<EndpointVerdict>(trialsResult), Error);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
        Assert.That(_breaker.ConsecutiveFailures, Is.Zero);
    }

    [Test]
    public void ReportProbe_FailureWhileOpen_LeavesTheOpenTimeAndTheTrial()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromSeconds(59));
        _breaker.ReportProbe(_breaker.BeginProbe(), EndpointVerdict.Failure, Error, counts: true);
        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));

        _time.Advance(TimeSpan.FromSeconds(1));
        _breaker.ReportProbe(_breaker.BeginProbe(), EndpointVerdict.Failure, Error, counts: true);

        Assert.That(_breaker.TryEnter(out CircuitPass trial), Is.True);
        Assert.That(trial.IsTrial, Is.True);
        _breaker.ReportProbe(_breaker.BeginProbe(), EndpointVerdict.Failure, Error, counts: true);
        Assert.That(_breaker.TryEnter(out _), Is.False, "The one trial is still under way.");
        _breaker.Report(trial, EndpointVerdict.Success, null);
        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public void ReportProbe_BegunBeforeItOpened_ChangesNothing()
    {
        CircuitPass probe = _breaker.BeginProbe();
        Fail(3);

        _breaker.ReportProbe(probe, EndpointVerdict.Success, null, counts: false);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public void ReportProbe_BegunBeforeTheTrialFailed_ChangesNothing()
    {
        CircuitPass trial = Trial();
        CircuitPass probe = _breaker.BeginProbe();
        _breaker.Report(trial, EndpointVerdict.Failure, Error);

        _breaker.ReportProbe(probe, EndpointVerdict.Success, null, counts: false);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public void ReportProbe_FailuresThatCount_OpenAtTheThreshold()
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
            _breaker.ReportProbe(_breaker.BeginProbe(), EndpointVerdict.Failure, Error, counts: true);
        }

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
        Assert.That(_changes.Single().Reason, Is.EqualTo("3 failures in a row: IOException"));
    }

    [Test]
    public void ReportProbe_FailuresThatDoNotCount_LeaveItClosed()
    {
        for (int i = 0; i < 10; i++)
        {
            _breaker.ReportProbe(_breaker.BeginProbe(), EndpointVerdict.Failure, Error, counts: false);
        }

        Assert.That((_breaker.State, _breaker.ConsecutiveFailures, _breaker.LastError), Is.EqualTo((CircuitState.Closed, 0, (string?)null)));
    }

    [Test]
    public void ReportProbe_SuccessWhileClosed_ForgetsFailuresOfProbesAndNotThoseOfRequests()
    {
        Fail(2);
        _breaker.ReportProbe(_breaker.BeginProbe(), EndpointVerdict.Success, null, counts: true);
        Assert.That(_breaker.ConsecutiveFailures, Is.EqualTo(2));

        _breaker.Close();
        _breaker.ReportProbe(_breaker.BeginProbe(), EndpointVerdict.Failure, Error, counts: true);
        _breaker.ReportProbe(_breaker.BeginProbe(), EndpointVerdict.Failure, Error, counts: true);
        _breaker.ReportProbe(_breaker.BeginProbe(), EndpointVerdict.Success, null, counts: true);

        Assert.That(_breaker.ConsecutiveFailures, Is.Zero);
    }

    private CircuitPass Trial()
    {
        Fail(3);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.That(_breaker.TryEnter(out CircuitPass pass), Is.True);
        return pass;
    }

    private void Fail(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.That(_breaker.TryEnter(out CircuitPass pass), Is.True);
            _breaker.Report(pass, EndpointVerdict.Failure, Error);
        }
    }
}
