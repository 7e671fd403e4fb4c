using Microsoft.Extensions.Time.Testing;
using S3Kit.Transfers;

namespace S3Kit.Tests.Transfers;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TransferMeterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Receiver _receiver = new();

    [Test]
    public void Start_WithoutReceiver_IsNone() => Assert.That(TransferMeter.Start(null, 10, 1, _time), Is.Null);

    [Test]
    public void Add_OftenInAnInstant_ReportsNothing()
    {
        TransferMeter meter = Start(100, 10);

        for (int i = 0; i < 10; i++)
        {
            meter.Add(1);
            meter.CompletePart();
        }

        Assert.That(_receiver.Reports, Is.Empty);
    }

    [Test]
    public void Add_AfterAWhile_ReportsBytesPartsAndSpeed()
    {
        TransferMeter meter = Start(100, 4);
        meter.CompletePart();
        _time.Advance(TimeSpan.FromSeconds(2));

        meter.Add(50);

        Assert.That(_receiver.Reports, Is.EqualTo(new[]
        {
            new TransferProgress { BytesTransferred = 50, TotalBytes = 100, PartsCompleted = 1, TotalParts = 4, BytesPerSecond = 25 },
        }));
    }

    [TestCase(100, 3)]
    [TestCase(99, 4)]
    [TestCase(100, 4)]
    public void Add_AllIsMoved_IsToldAtTheEndOnly(int bytes, int parts)
    {
        TransferMeter meter = Start(100, 4);
        for (int i = 0; i < parts; i++)
        {
            meter.CompletePart();
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        meter.Add(bytes);
        Assert.That(_receiver.Reports, Is.Empty);

        meter.Complete();

        Assert.That(_receiver.Reports.Single(), Has.Property(nameof(TransferProgress.BytesTransferred)).EqualTo(bytes).And.Property(nameof(TransferProgress.PartsCompleted)).EqualTo(parts));
    }

    [Test]
    public void MoveTo_PieceSentAgain_CountsItsBytesOnce()
    {
        TransferMeter meter = Start(100, 1);
        long mark = 0;

        meter.MoveTo(ref mark, 60);
        meter.MoveTo(ref mark, 10);
        meter.MoveTo(ref mark, 80);
        meter.Complete();

        Assert.That(_receiver.Reports.Single().BytesTransferred, Is.EqualTo(80));
    }

    [Test]
    public void Resume_WhatWasThere_CountsAsBytesButNotAsSpeed()
    {
        TransferMeter meter = Start(100, 4);
        meter.Resume(40, 2);
        _time.Advance(TimeSpan.FromSeconds(1));

        meter.Add(10);

        Assert.That(_receiver.Reports.Single(), Is.EqualTo(
            new TransferProgress { BytesTransferred = 50, TotalBytes = 100, PartsCompleted = 2, TotalParts = 4, BytesPerSecond = 10 }));
    }

    [Test]
    public void Complete_LengthNotKnownBefore_ReportsItExactly()
    {
        TransferMeter meter = Start(null, null);
        meter.Add(7);
        meter.CompletePart();

        meter.Complete();

        Assert.That(_receiver.Reports.Single(), Is.EqualTo(new TransferProgress { BytesTransferred = 7, TotalBytes = 7, PartsCompleted = 1, TotalParts = 1 }));
    }

    [Test]
    public async Task Add_FromManyThreads_ReportsOneAtATimeAndNeverBackwards()
    {
        TransferMeter meter = Start(8_000, null);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                _time.Advance(TimeSpan.FromMilliseconds(1));
                meter.Add(1);
            }
        })));
        meter.Complete();

        Assert.Multiple(() =>
        {
            Assert.That(_receiver.Overlapped, Is.False);
            Assert.That(_receiver.Reports.Select(report => report.BytesTransferred), Is.Ordered);
            Assert.That(_receiver.Reports, Has.Count.LessThanOrEqualTo(81));
            Assert.That(_receiver.Reports[^1].BytesTransferred, Is.EqualTo(8_000));
        });
    }

    private TransferMeter Start(long? bytes, int? parts) => TransferMeter.Start(_receiver, bytes, parts, _time)!;

    private sealed class Receiver : IProgress<TransferProgress>
    {
        private int _inside;

        public List<TransferProgress> Reports { get; } = [];

        public bool Overlapped { get; private set; }

        public void Report(TransferProgress value)
        {
            Overlapped |= Interlocked.Increment(ref _inside) > 1;
            Reports.Add(value);
            Interlocked.Decrement(ref _inside);
        }
    }
}
