using S3Kit.Resilience;

namespace S3Kit.Tests.Resilience;

/// <summary>How long things took lately, and what a pool makes of it.</summary>
public sealed class LatencyWindowTests
{
    [Test]
    public void Quantile_OfTooFew_IsUnknown()
    {
        var window = new LatencyWindow();
        Record(window, LatencyWindow.Least - 1, 10);

        Assert.That(window.Quantile(0.95), Is.Null);
    }

    [TestCase(0.5, 10)]
    [TestCase(0.89, 10)]
    [TestCase(0.95, 400)]
    [TestCase(1, 400)]
    public void Quantile_OfTwoGroups_IsWithinAnEighthOfTheRightOne(double share, double milliseconds)
    {
        var window = new LatencyWindow();
        Record(window, 90, 10);
        Record(window, 10, 400);

        Assert.That(window.Quantile(share)!.Value.TotalMilliseconds, Is.InRange(milliseconds, milliseconds * 1.126));
    }

    [Test]
    public void Quantile_TimesHaveChanged_TheOldFade()
    {
        var window = new LatencyWindow();
        Record(window, 1000, 500);
        Record(window, 10_000, 5);

        Assert.That(window.Quantile(0.95)!.Value.TotalMilliseconds, Is.LessThan(6));
    }

    [TestCase(0d)]
    [TestCase(1e9)]
    public void Record_WhatNoStepHolds_IsInTheFirstOrLast(double milliseconds)
    {
        var window = new LatencyWindow();
        Record(window, LatencyWindow.Least, milliseconds);

        Assert.That(window.Quantile(0.5), Is.Not.Null);
    }

    [Test]
    public void Gauge_ShareOfATenth_AllowsOneHedgeForTenReads()
    {
        var gauge = new HedgeGauge();
        int hedges = 0;
        for (int i = 0; i < 100; i++)
        {
            gauge.Began(0.1);
            hedges += gauge.TryTake() ? 1 : 0;
        }

        Assert.That(hedges, Is.EqualTo(10));
    }

    [Test]
    public void Gauge_LongQuiet_AllowsTenAtOnceAndNoMore()
    {
        var gauge = new HedgeGauge();
        for (int i = 0; i < 10_000; i++)
        {
            gauge.Began(0.1);
        }

        Assert.That(Enumerable.Range(0, 20).Count(_ => gauge.TryTake()), Is.EqualTo(10));
    }

    private static void Record(LatencyWindow window, int count, double milliseconds)
    {
        for (int i = 0; i < count; i++)
        {
            window.Record(TimeSpan.FromMilliseconds(milliseconds));
        }
    }
}
