using Microsoft.Extensions.Time.Testing;
using S3Kit.Protocol;
using S3Kit.Resilience;

namespace S3Kit.Tests.Protocol;

public sealed class TransferGuardTests
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private FakeTimeProvider _time = null!;
    private OperationDeadline _deadline = null!;
    private TransferGuard _guard = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new FakeTimeProvider();
        _deadline = new OperationDeadline(_time, TimeSpan.FromSeconds(30), static _ => { }, null);
        _guard = new TransferGuard(_time, _deadline, Attempt, Stall, CancellationToken.None);
    }

    [TearDown]
    public void TearDown()
    {
        _guard.Dispose();
        _deadline.Dispose();
    }

    [Test]
    public void Token_NoAnswer_IsCancelledAtTheAttemptLimit()
    {
        CancellationToken token = _guard.Token;
        _time.Advance(Attempt - Tick);
        Assert.That(token.IsCancellationRequested, Is.False);

        _time.Advance(Tick);

        Assert.That(token.IsCancellationRequested, Is.True);
        Assert.That(_guard.Struck, Is.EqualTo(S3TimeoutKind.Attempt));
        Assert.That(_guard.Limit(S3TimeoutKind.Attempt), Is.EqualTo(Attempt));
    }

    [Test]
    public void Token_BodyAtASteadyPace_OutlastsEveryLimit()
    {
        _guard.BodyStarted();
        for (int i = 0; i < 100; i++)
        {
            _time.Advance(Stall - Tick);
            _guard.Moved();
        }

        Assert.That(_guard.Token.IsCancellationRequested, Is.False);
        Assert.That(_deadline.Remaining, Is.EqualTo(TimeSpan.FromSeconds(30)));
    }

    [Test]
    public void Token_BodyStandsStill_IsCancelledAtTheStallLimit()
    {
        CancellationToken token = _guard.Token;
        _guard.BodyStarted();
        _time.Advance(TimeSpan.FromSeconds(14));
        _guard.Moved();
        _time.Advance(Stall - Tick);
        Assert.That(token.IsCancellationRequested, Is.False);

        _time.Advance(Tick);

        Assert.That(token.IsCancellationRequested, Is.True);
        Assert.That(_guard.Struck, Is.EqualTo(S3TimeoutKind.Stall));
        Assert.That(_guard.Limit(S3TimeoutKind.Stall), Is.EqualTo(Stall));
    }

    [Test]
    public void BodyFinished_TheWaitForTheHeadersBeginsAnew()
    {
        _guard.BodyStarted();
        _time.Advance(TimeSpan.FromSeconds(14));
        _guard.BodyFinished();
        _time.Advance(Attempt - Tick);
        Assert.That(_guard.Struck, Is.Null);

        _time.Advance(Tick);

        Assert.That(_guard.Struck, Is.EqualTo(S3TimeoutKind.Attempt));
        Assert.That(_deadline.Remaining, Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public void Dispose_WhileTheBodyMoves_LetsTheOperationsClockGoOn()
    {
        _guard.BodyStarted();
        _guard.Dispose();

        _time.Advance(TimeSpan.FromSeconds(12));

        Assert.That(_deadline.Remaining, Is.EqualTo(TimeSpan.FromSeconds(18)));
        Assert.That(_guard.Struck, Is.Null);
    }

    [Test]
    public void BodyFinished_AfterDispose_DoesNothing()
    {
        _guard.Dispose();

        Assert.That(_guard.BodyFinished, Throws.Nothing);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.That(_guard.Struck, Is.Null);
    }

    [Test]
    public void BodyStarted_AfterDispose_DoesNotStopTheOperationsClock()
    {
        // A transport may come late to the body of an attempt that is over; nobody would set the clock going again.
        _guard.Dispose();

        _guard.BodyStarted();
        _time.Advance(TimeSpan.FromSeconds(12));

        Assert.That(_deadline.Remaining, Is.EqualTo(TimeSpan.FromSeconds(18)));
    }

    [Test]
    public void Token_OperationEnds_IsCancelledWithoutALimit()
    {
        using var operation = new CancellationTokenSource();
        using var guard = new TransferGuard(_time, null, Attempt, Stall, operation.Token);

        operation.Cancel();

        Assert.That(guard.Token.IsCancellationRequested, Is.True);
        Assert.That(guard.Struck, Is.Null);
    }
}
