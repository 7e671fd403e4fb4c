using S3Kit.Protocol;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Protocol;

public sealed class StallWatchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly WatchedTimeProvider _time = new();

    [Test]
    public void Wait_TooLong_IsEnded()
    {
        using var watch = new StallWatch(Limit, _time);
        CancellationToken token = watch.Token;
        watch.Begin();

        _time.Advance(Limit);

        Assert.That(token.IsCancellationRequested, Is.True);
        Assert.That(watch.End(), Is.True);
    }

    [Test]
    public void Wait_AfterOneThatStruck_HasATokenOfItsOwn()
    {
        using var watch = new StallWatch(Limit, _time);
        watch.Begin();
        _time.Advance(Limit);

        // The bytes came at the same moment: what the timer cancelled must not end the next wait.
        watch.End();
        watch.Begin();

        Assert.That(watch.Token.IsCancellationRequested, Is.False);
        _time.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.That(watch.Token.IsCancellationRequested, Is.False);
        Assert.That(watch.End(), Is.False);
    }

    [Test]
    public void Wait_TimerIsLateForTheOneBefore_GoesOn()
    {
        var time = new LateTimeProvider();
        using var watch = new StallWatch(Limit, time);
        watch.Begin();
        watch.End();
        watch.Begin();

        time.Fire();

        Assert.That(watch.Token.IsCancellationRequested, Is.False);
        time.Advance(Limit);
        time.Fire();
        Assert.That(watch.Token.IsCancellationRequested, Is.True);
    }

    [Test]
    public void Timer_NobodyWaits_DoesNothing()
    {
        var time = new LateTimeProvider();
        using var watch = new StallWatch(Limit, time);
        watch.Begin();
        time.Advance(Limit);
        watch.End();

        time.Fire();

        Assert.That(watch.Token.IsCancellationRequested, Is.False);
    }

    [Test]
    public void Wait_AfterOneThatTheCallerCancelled_IsNotCancelled()
    {
        using var watch = new StallWatch(Limit, _time);
        watch.Begin();
        watch.Cancel();
        watch.End();

        Assert.That(watch.Token.IsCancellationRequested, Is.False);
    }

    [Test]
    public void BlockingWait_TooLong_IsEndedByDisposal()
    {
        using var watch = new StallWatch(Limit, _time);
        using var body = new ScriptedBody();
        watch.Begin(body);

        _time.Advance(Limit);

        Assert.That(body.IsDisposed, Is.True);
        Assert.That(watch.End(), Is.True);
    }

    /// <summary>A clock whose timers fire when the test says, be it late.</summary>
    private sealed class LateTimeProvider : TimeProvider
    {
        private TimerCallback? _callback;
        private object? _state;
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;

        public void Fire() => _callback!(_state);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            _state = state;
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
