namespace S3Kit.Protocol;

/// <summary>
/// Ends a wait for bytes when none has come for too long. One wait at a time; the limit, the bytes and the caller's cancellation may come at once, and what
/// came too late for one wait never touches the next.
/// </summary>
internal sealed class StallWatch(TimeSpan limit, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _cancellation = new();
    private ITimer? _timer;
    private IDisposable? _blocker;
    private long _since;
    private bool _waiting;
    private bool _struck;

    /// <summary>What the next wait listens to.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>A wait begins.</summary>
    /// <param name="blocker">What a wait that blocks its thread, and so listens to no token, is ended by being disposed of.</param>
    public void Begin(IDisposable? blocker = null)
    {
        lock (_gate)
        {
            _since = time.GetTimestamp();
            _waiting = true;
            _blocker = blocker;
            if (_timer is null)
            {
                _timer = time.CreateTimer(static self => ((StallWatch)self!).OnTimer(), this, limit, Timeout.InfiniteTimeSpan);
            }
            else
            {
                _timer.Change(limit, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The wait is over.</summary>
    /// <returns>Whether the limit ended it.</returns>
    public bool End()
    {
        lock (_gate)
        {
            bool struck = _struck;
            if (_waiting)
            {
                _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            _waiting = _struck = false;
            _blocker = null;
            if (struck || _cancellation.IsCancellationRequested)
            {
                // The timer may still be about to cancel the old one.
                _cancellation = new CancellationTokenSource();
            }

            return struck;
        }
    }

    /// <summary>The caller no longer wants to wait.</summary>
    public void Cancel() => _cancellation.Cancel();

    public void Dispose()
    {
        lock (_gate)
        {
            _waiting = false;
            _timer?.Dispose();
        }
    }

    private void OnTimer()
    {
        CancellationTokenSource cancellation;
        IDisposable? blocker;
        lock (_gate)
        {
            if (!_waiting || _struck)
            {
                return;
            }

            TimeSpan left = limit - time.GetElapsedTime(_since);
            if (left > TimeSpan.Zero)
            {
                // It was on its way for a wait before this one.
                _timer!.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }

            _struck = true;
            cancellation = _cancellation;
            blocker = _blocker;
        }

        // Outside the lock: whoever waits may go on within these calls.
        if (blocker is null)
        {
            cancellation.Cancel();
        }
        else
        {
            blocker.Dispose();
        }
    }
}
