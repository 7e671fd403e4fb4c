namespace S3Kit.Resilience;

/// <summary>
/// How many of the attempts of the last while have failed. Kept in a fixed number of buckets, the oldest of which is forgotten as a whole: what is looked at is between
/// nine tenths and the whole of the time. Not safe for concurrent use: the breaker has a lock.
/// </summary>
internal sealed class FailureWindow(TimeProvider time, TimeSpan duration)
{
    private const int Buckets = 10;

    private readonly int[] _totals = new int[Buckets];
    private readonly int[] _failures = new int[Buckets];
    private readonly long _start = time.GetTimestamp();
    private long _current;

    /// <summary>The time it looks back.</summary>
    public TimeSpan Duration { get; } = duration;

    /// <summary>The attempts in the window, as of the last that was added.</summary>
    public int Total { get; private set; }

    /// <summary>Those of them that failed.</summary>
    public int Failures { get; private set; }

    public void Add(bool failed)
    {
        Advance();
        int bucket = (int)(_current % Buckets);
        _totals[bucket]++;
        Total++;
        if (failed)
        {
            _failures[bucket]++;
            Failures++;
        }
    }

    public void Clear()
    {
        Array.Clear(_totals);
        Array.Clear(_failures);
        Total = 0;
        Failures = 0;
    }

    private void Advance()
    {
        long now = time.GetElapsedTime(_start).Ticks / (Duration.Ticks / Buckets);
        if (now - _current >= Buckets)
        {
            Clear();
            _current = now;
        }

        while (_current < now)
        {
            _current++;
            int bucket = (int)(_current % Buckets);
            Total -= _totals[bucket];
            Failures -= _failures[bucket];
            _totals[bucket] = 0;
            _failures[bucket] = 0;
        }
    }
}
