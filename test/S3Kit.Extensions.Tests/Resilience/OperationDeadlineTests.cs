using Microsoft.Extensions.Time.Testing;
using S3Kit.Resilience;

namespace S3Kit.Tests.Resilience;

public sealed class OperationDeadlineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private int _expired;

    [SetUp]
    public void SetUp() => _expired = 0;

    [Test]
    public void Expired_AtTheLimit_IsToldOnce()
    {
        using OperationDeadline deadline = Create();

        _time.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.That(_expired, Is.Zero);
        Assert.That(deadline.Remaining, Is.EqualTo(TimeSpan.FromTicks(1)));

        _time.Advance(TimeSpan.FromHours(1));
        Assert.That(_expired, Is.EqualTo(1));
    }

    [Test]
    public void Pause_StopsTheClock_ResumeGoesOnWithTheRest()
    {
        using OperationDeadline deadline = Create();
        _time.Advance(TimeSpan.FromSeconds(20));

        deadline.Pause();
        _time.Advance(TimeSpan.FromHours(2));
        Assert.That(deadline.Remaining, Is.EqualTo(TimeSpan.FromSeconds(10)));
        deadline.Resume();

        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.That(_expired, Is.Zero);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.That(_expired, Is.EqualTo(1));
    }

    [Test]
    public void Extend_GivesSoMuchMore_PausedOrNot()
    {
        using OperationDeadline deadline = Create();
        _time.Advance(TimeSpan.FromSeconds(20));

        deadline.Extend(TimeSpan.FromSeconds(5));
        deadline.Pause();
        deadline.Extend(TimeSpan.FromSeconds(7));
        deadline.Resume();
        deadline.Extend(TimeSpan.Zero);

        Assert.That((deadline.Remaining, deadline.Limit), Is.EqualTo((TimeSpan.FromSeconds(22), TimeSpan.FromSeconds(42))));
        _time.Advance(TimeSpan.FromSeconds(22) - TimeSpan.FromTicks(1));
        Assert.That(_expired, Is.Zero);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.That(_expired, Is.EqualTo(1));
    }

    [Test]
    public void PauseAndResume_Twice_CountOnce()
    {
        using OperationDeadline deadline = Create();
        deadline.Pause();
        _time.Advance(TimeSpan.FromSeconds(5));
        deadline.Pause();
        deadline.Resume();
        _time.Advance(TimeSpan.FromSeconds(3));
        deadline.Resume();

        Assert.That(deadline.Remaining, Is.EqualTo(TimeSpan.FromSeconds(27)));
    }

    [Test]
    public void Dispose_LimitPasses_TellsNothing()
    {
        OperationDeadline deadline = Create();
        deadline.Dispose();
        deadline.Pause();
        deadline.Resume();

        _time.Advance(TimeSpan.FromHours(1));

        Assert.That(_expired, Is.Zero);
    }

    [Test]
    public void Remaining_WithoutALimit_IsEndless()
    {
        using var deadline = new OperationDeadline(_time, Timeout.InfiniteTimeSpan, _ => _expired++, null);
        deadline.Pause();
        deadline.Resume();
        _time.Advance(TimeSpan.FromDays(100));

        Assert.That(deadline.Remaining, Is.EqualTo(TimeSpan.MaxValue));
        Assert.That(_expired, Is.Zero);
    }

    private OperationDeadline Create() => new(_time, Limit, _ => _expired++, null);
}
