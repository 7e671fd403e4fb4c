namespace S3Kit.Resilience;

/// <summary>
/// The clock of a whole operation. It stands still while a body moves: then the stall limit watches, and a large object at a steady pace is not cut off.
/// </summary>
internal sealed class OperationDeadline : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action<object?> _expired;
    private readonly object? _state;
    private readonly ITimer? _timer;
    private TimeSpan _remaining;
    private long _runningSince;
    private bool _paused;
    private bool _disposed;

    public OperationDeadline(TimeProvider time, TimeSpan limit, Action<object?> expired, object? state)
    {
        _time = time;
        _expired = expired;
        _state = state;
        Limit = limit;
        _remaining = limit;
        _runningSince = time.GetTimestamp();
        if (limit != Timeout.InfiniteTimeSpan)
        {
            _timer = time.CreateTimer(static self => ((OperationDeadline)self!).OnTimer(), this, limit, Timeout.InfiniteTimeSpan);
        }
    }

    public TimeSpan Limit { get; private set; }

    /// <summary>What is left; <see cref="TimeSpan.MaxValue"/> without a limit.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_gate)
            {
                return _timer is null ? TimeSpan.MaxValue : Left();
            }
        }
    }

    /// <summary>Gives the operation more time, for work that takes the store so long.</summary>
    public void Extend(TimeSpan time)
    {
        lock (_gate)
        {
            if (_timer is null || _disposed || time <= TimeSpan.Zero)
            {
                return;
            }

            _remaining = Left() + time;
            Limit += time;
            if (!_paused)
            {
                _runningSince = _time.GetTimestamp();
                _timer.Change(_remaining > TimeSpan.Zero ? _remaining : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Pause()
    {
        lock (_gate)
        {
            if (_timer is null || _paused || _disposed)
            {
                return;
            }

            _remaining = Left();
            _paused = true;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            if (_timer is null || !_paused || _disposed)
            {
                return;
            }

            _paused = false;
            _runningSince = _time.GetTimestamp();
            _timer.Change(_remaining > TimeSpan.Zero ? _remaining : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _timer?.Dispose();
    }

    private TimeSpan Left() => _paused ? _remaining : _remaining - _time.GetElapsedTime(_runningSince);

    private void OnTimer()
    {
        lock (_gate)
        {
            // A timer that was already on its way when the clock was stopped has nothing to say.
            if (_paused || _disposed)
            {
                return;
            }
        }

        _expired(_state);
    }
}
