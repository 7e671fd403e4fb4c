using Microsoft.Extensions.Time.Testing;
using S3Kit.Resilience;

namespace S3Kit.Tests.Resilience;

/// <summary>The breaker of endpoints that fail now and then: a share of failures over a while.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FailureRatioTests
{
    private static readonly Exception Error = new IOException("It broke");

    private readonly FakeTimeProvider _time = new();
    private readonly List<CircuitChange> _changes = [];
    private readonly CircuitBreaker _breaker;

    public FailureRatioTests()
    {
        _breaker = new CircuitBreaker(_time) { Changed = _changes.Add };
        _breaker.Configure(Options(0.5));
    }

    [Test]
    public void Report_HalfOfThemFail_OpensThoughNoneInARow()
    {
        Alternate(9);
        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed), "Nine attempts are less than the minimum.");

        Report(EndpointVerdict.Failure);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
        Assert.That(_changes.Single().Reason, Is.EqualTo("5 of 10 attempts within 00:00:30 failed: IOException"));
    }

    [Test]
    public void Report_LessThanTheRatio_StaysClosed()
    {
        Report(EndpointVerdict.Success);
        Report(EndpointVerdict.Success);
        Alternate(100);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public void Report_FailuresOfLongAgo_DoNotCount()
    {
        Alternate(9);
        _time.Advance(TimeSpan.FromSeconds(30));

        Alternate(9);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public void Report_VerdictOfNothing_IsNoAttempt()
    {
        Alternate(9);
        Report(EndpointVerdict.None);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public void Report_InARowToo_ThresholdComesFirst()
    {
        _breaker.Configure(Options(0.5, threshold: 3));
        for (int i = 0; i < 3; i++)
        {
            Report(EndpointVerdict.Failure);
        }

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public void Report_NoRatio_LooksAtFailuresInARowAlone()
    {
        _breaker.Configure(Options(null));
        Alternate(1000);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public void Report_TrialSucceeded_BeginsToCountAnew()
    {
        Alternate(10);
        _time.Advance(TimeSpan.FromMinutes(1));
        Report(EndpointVerdict.Success);

        Alternate(9);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public void Report_BodiesThatBreak_CountToo()
    {
        for (int i = 0; i < 5; i++)
        {
            Report(EndpointVerdict.Success);
            _time.Advance(TimeSpan.FromSeconds(1));
            _breaker.ReportLate(_time.GetTimestamp(), Error);
        }

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));
    }

    [Test]
    public void Configure_OtherTime_CountsAnew_SameTimeGoesOn()
    {
        Alternate(9);
        _breaker.Configure(Options(0.4));
        Report(EndpointVerdict.Success);
        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed), "The ratio is looked at when something fails.");
        Report(EndpointVerdict.Failure);
        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));

        _breaker.Close();
        Alternate(9);
        CircuitBreakerOptions longer = Options(0.4);
        longer.SamplingDuration = TimeSpan.FromMinutes(1);
        _breaker.Configure(longer);
        Report(EndpointVerdict.Failure);

        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
    }

    [Test]
    public void Configure_SwitchedOff_ClosesAndStaysClosed()
    {
        Alternate(10);
        Assert.That(_breaker.State, Is.EqualTo(CircuitState.Open));

        _breaker.Configure(new CircuitBreakerOptions { Enabled = false });
        for (int i = 0; i < 100; i++)
        {
            Report(EndpointVerdict.Failure);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_breaker.State, Is.EqualTo(CircuitState.Closed));
            Assert.That(_breaker.ConsecutiveFailures, Is.EqualTo(100));
            Assert.That(_changes.Select(change => change.State), Is.EqualTo([CircuitState.Open, CircuitState.Closed]));
            Assert.That(_changes[1].Reason, Does.Contain("switched off"));
        }
    }

    [Test]
    public void Report_ManyRequests_AllocatesNothing()
    {
        Alternate(8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            _breaker.TryEnter(out CircuitPass pass);
            _breaker.Report(pass, i % 4 == 0 ? EndpointVerdict.Failure : EndpointVerdict.Success, null);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static CircuitBreakerOptions Options(double? ratio, int threshold = 1000) => new() { Threshold = threshold, FailureRatio = ratio };

    private void Alternate(int attempts)
    {
        for (int i = 0; i < attempts; i++)
        {
            Report(i % 2 == 0 ? EndpointVerdict.Success : EndpointVerdict.Failure);
        }
    }

    private void Report(EndpointVerdict verdict)
    {
        Assert.That(_breaker.TryEnter(out CircuitPass pass), Is.True);
        _breaker.Report(pass, verdict, verdict == EndpointVerdict.Failure ? Error : null);
    }
}
