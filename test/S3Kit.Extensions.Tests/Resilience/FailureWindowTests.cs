using Microsoft.Extensions.Time.Testing;
using S3Kit.Resilience;

namespace S3Kit.Tests.Resilience;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FailureWindowTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FailureWindow _window;

    public FailureWindowTests() => _window = new FailureWindow(_time, TimeSpan.FromSeconds(30));

    [Test]
    public void Add_WithinTheTime_CountsAll()
    {
        for (int second = 0; second < 27; second++)
        {
            _window.Add(second % 3 == 0);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That((_window.Total, _window.Failures), Is.EqualTo((27, 9)));
    }

    [Test]
    public void Add_TimeGoesOn_ForgetsTheOldestBucketOnly()
    {
        _window.Add(true);
        _time.Advance(TimeSpan.FromSeconds(3));
        _window.Add(true);
        _time.Advance(TimeSpan.FromSeconds(27));

        _window.Add(false);

        Assert.That((_window.Total, _window.Failures), Is.EqualTo((2, 1)));
    }

    [TestCase(30)]
    [TestCase(33)]
    [TestCase(86_400)]
    public void Add_AfterASilenceOfTheWholeTime_BeginsAnew(int seconds)
    {
        _window.Add(true);
        _time.Advance(TimeSpan.FromSeconds(seconds));

        _window.Add(false);

        Assert.That((_window.Total, _window.Failures), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Add_RoundAndRound_NeverCountsMoreThanTheTime()
    {
        for (int second = 0; second < 300; second++)
        {
            _window.Add(second % 2 == 0);
            Assert.That(_window.Total, Is.LessThanOrEqualTo(30));
            Assert.That(_window.Failures, Is.InRange(_window.Total / 2, (_window.Total / 2) + 1));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Test]
    public void Clear_ForgetsAll()
    {
        _window.Add(true);

        _window.Clear();
        _time.Advance(TimeSpan.FromSeconds(1));
        _window.Add(false);

        Assert.That((_window.Total, _window.Failures), Is.EqualTo((1, 0)));
    }
}
