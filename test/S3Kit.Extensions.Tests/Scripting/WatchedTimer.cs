namespace S3Kit.Tests.Scripting;

/// <summary>A timer that tells of being started anew.</summary>
internal sealed class WatchedTimer(ITimer timer, Action<TimeSpan> started) : ITimer
{
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        bool changed = timer.Change(dueTime, period);
        started(dueTime);
        return changed;
    }

    public void Dispose() => timer.Dispose();

    public ValueTask DisposeAsync() => timer.DisposeAsync();
}
