namespace S3Kit.Tests.Scripting;

/// <summary>A timer that tells of being started, with the time it waits for, and of being over, with none.</summary>
internal sealed class WatchedTimer(Action<WatchedTimer, TimeSpan?> tell) : ITimer
{
    private ITimer _timer = null!;

    public void Watch(ITimer timer, TimeSpan dueTime)
    {
        _timer = timer;
        tell(this, dueTime);
    }

    public TimerCallback Fire(TimerCallback callback) => state =>
    {
        tell(this, null);
        callback(state);
    };

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        bool changed = _timer.Change(dueTime, period);
        tell(this, dueTime);
        return changed;
    }

    public void Dispose()
    {
        _timer.Dispose();
        tell(this, null);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        tell(this, null);
    }
}
