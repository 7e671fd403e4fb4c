using S3Kit.Resilience;

namespace S3Kit.Tests.Resilience;

/// <summary>How the number of requests at a time goes down and comes back.</summary>
public sealed class AdaptiveLimitTests
{
    [Test]
    public void Of_WithoutThrottling_IsWhatIsConfigured()
    {
        var limit = new AdaptiveLimit();
        limit.Answered(8);

        Assert.That(limit.Of(8), Is.EqualTo(8));
        Assert.That(limit.Of(100), Is.EqualTo(100));
    }

    [Test]
    public void Throttled_AgainAndAgain_HalvesDownToOne()
    {
        var limit = new AdaptiveLimit();
        var seen = new List<int>();
        for (int time = 1; time <= 5; time++)
        {
            limit.Throttled(16, active: 16, sentAt: time, now: time);
            seen.Add(limit.Of(16));
        }

        Assert.That(seen, Is.EqualTo([8, 4, 2, 1, 1]));
    }

    [Test]
    public void Throttled_ByRequestsThatWereUnderWay_HalvesOnce()
    {
        var limit = new AdaptiveLimit();
        limit.Throttled(16, active: 16, sentAt: 5, now: 10);
        limit.Throttled(16, active: 15, sentAt: 6, now: 11);
        limit.Throttled(16, active: 14, sentAt: 9, now: 12);

        Assert.That(limit.Of(16), Is.EqualTo(8));
    }

    [Test]
    public void Throttled_FarBelowTheLimit_HalvesWhatWasSent()
    {
        var limit = new AdaptiveLimit();
        limit.Throttled(1000, active: 6, sentAt: 1, now: 2);

        Assert.That(limit.Of(1000), Is.EqualTo(3));
    }

    [Test]
    public void Answered_AfterThrottling_GrowsByOneForEachRoundUntilItIsWhole()
    {
        var limit = new AdaptiveLimit();
        limit.Throttled(4, active: 4, sentAt: 1, now: 2);
        limit.Throttled(4, active: 4, sentAt: 3, now: 4);
        var seen = new List<int>();
        while (limit.Of(4) < 4 && seen.Count < 100)
        {
            seen.Add(limit.Of(4));
            limit.Answered(4);
        }

        // One answer at one, two at two, three at three.
        Assert.That(seen, Is.EqualTo([1, 2, 2, 3, 3, 3]));
    }

    [Test]
    public void Of_ConfiguredLower_IsWhatIsConfigured()
    {
        var limit = new AdaptiveLimit();
        limit.Throttled(16, active: 16, sentAt: 1, now: 2);

        Assert.That(limit.Of(3), Is.EqualTo(3));
    }
}
