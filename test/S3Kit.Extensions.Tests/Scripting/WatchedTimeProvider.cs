using Microsoft.Extensions.Time.Testing;

namespace S3Kit.Tests.Scripting;

/// <summary>A clock that stands still until told, and tells when somebody begins to wait on it: tests move it only then.</summary>
internal sealed class WatchedTimeProvider : FakeTimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _timers = [];
    private readonly HashSet<WatchedTimer> _active = [];
    private readonly List<(Func<TimeSpan, bool> Wanted, TaskCompletionSource<TimeSpan> Found)> _watchers = [];

    public WatchedTimeProvider()
        : base(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var watched = new WatchedTimer(Started);
        watched.Watch(base.CreateTimer(watched.Fire(callback), state, dueTime, period), dueTime);
        return watched;
    }

    /// <summary>How many timers are there that have not gone off yet.</summary>
    public int Active
    {
        get
        {
            lock (_gate)
            {
                return _active.Count;
            }
        }
    }

    /// <summary>Ends when a timer of this time has been started that no such call has seen yet.</summary>
    public Task<TimeSpan> NextTimer(TimeSpan due) => NextTimer(each => each == due);

    /// <summary>Takes no account of the timers that were started so far.</summary>
    public void ForgetTimers()
    {
        lock (_gate)
        {
            _timers.Clear();
        }
    }

    public Task<TimeSpan> NextTimer(Func<TimeSpan, bool> wanted)
    {
        var found = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            int seen = _timers.FindIndex(each => wanted(each));
            if (seen >= 0)
            {
                found.SetResult(_timers[seen]);
                _timers.RemoveAt(seen);
            }
            else
            {
                _watchers.Add((wanted, found));
            }
        }

        return found.Task.WaitAsync(Patience.Limit);
    }

    private void Started(WatchedTimer timer, TimeSpan? due)
    {
        lock (_gate)
        {
            if (due is null || due == Timeout.InfiniteTimeSpan)
            {
                _active.Remove(timer);
            }
            else
            {
                _active.Add(timer);
            }

            if (due is not { } started)
            {
                return;
            }

            int watcher = _watchers.FindIndex(each => each.Wanted(started));
            if (watcher < 0)
            {
                _timers.Add(started);
                return;
            }

            _watchers[watcher].Found.SetResult(started);
            _watchers.RemoveAt(watcher);
        }
    }
}
