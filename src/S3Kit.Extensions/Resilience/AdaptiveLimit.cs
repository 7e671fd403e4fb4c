namespace S3Kit.Resilience;

/// <summary>
/// How many requests at a time an endpoint is sent that has asked to slow down: halved at that, then raised by one for each such number of answers, until the
/// configured number is reached again (additive increase, multiplicative decrease).
/// </summary>
internal sealed class AdaptiveLimit
{
    private readonly Lock _gate = new();
    private int _limit = int.MaxValue;
    private int _answers;
    private long _loweredAt = long.MinValue;

    /// <summary>The limit now, at least 1.</summary>
    /// <param name="configured">The number that is configured, which is not exceeded.</param>
    public int Of(int configured) => Math.Min(Volatile.Read(ref _limit), configured);

    /// <summary>The endpoint asked to slow down.</summary>
    /// <param name="configured">The number that is configured.</param>
    /// <param name="active">How many requests it has now.</param>
    /// <param name="sentAt">When the request was sent that it said so to, as a timestamp: what was under way when the limit was lowered tells nothing new.</param>
    /// <param name="now">The time, as a timestamp.</param>
    public void Throttled(int configured, int active, long sentAt, long now)
    {
        lock (_gate)
        {
            if (sentAt <= _loweredAt)
            {
                return;
            }

            // What it was in fact sent was too much: half of a limit that nobody came near would change nothing.
            Volatile.Write(ref _limit, Math.Max(1, Math.Min(Of(configured), active) / 2));
            _answers = 0;
            _loweredAt = now;
        }
    }

    /// <summary>The endpoint has answered as it should.</summary>
    /// <param name="configured">The number that is configured.</param>
    public void Answered(int configured)
    {
        if (Volatile.Read(ref _limit) == int.MaxValue)
        {
            return;
        }

        lock (_gate)
        {
            if (_limit != int.MaxValue && ++_answers >= _limit)
            {
                _answers = 0;
                Volatile.Write(ref _limit, _limit + 1 >= configured ? int.MaxValue : _limit + 1);
            }
        }
    }
}
