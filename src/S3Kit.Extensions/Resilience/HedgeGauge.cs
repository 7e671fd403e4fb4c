namespace S3Kit.Resilience;

/// <summary>What a pool knows of hedging: how long its reads take, and how many more may be sent twice.</summary>
internal sealed class HedgeGauge
{
    private const double MostAtOnce = 10;
    private const double SlowShare = 0.95;

    // Computed anew after so many reads: a histogram is not gone through for each.
    private const int Refresh = 16;

    private static readonly TimeSpan LeastDelay = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly LatencyWindow _latencies = new();
    private double _tokens;
    private TimeSpan? _slow;
    private int _age;

    /// <summary>How long a read may take before it counts as slow; <see langword="null"/> as long as too few are known.</summary>
    public TimeSpan? Slow
    {
        get
        {
            lock (_gate)
            {
                return _slow;
            }
        }
    }

    /// <summary>A read begins: it adds its share to what may be spent.</summary>
    public void Began(double maxShare)
    {
        lock (_gate)
        {
            _tokens = Math.Min(_tokens + maxShare, MostAtOnce);
        }
    }

    /// <summary>A read was answered.</summary>
    public void Answered(TimeSpan elapsed)
    {
        _latencies.Record(elapsed);
        lock (_gate)
        {
            if (_slow is null || ++_age >= Refresh)
            {
                _age = 0;
                TimeSpan? slow = _latencies.Quantile(SlowShare);
                _slow = slow < LeastDelay ? LeastDelay : slow;
            }
        }
    }

    /// <summary>Takes what one hedge costs.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            // The sum of ten tenths is not quite one.
            if (_tokens < 1 - 1e-9)
            {
                return false;
            }

            _tokens = Math.Max(0, _tokens - 1);
            return true;
        }
    }

    /// <summary>No endpoint was free for it.</summary>
    public void GiveBack()
    {
        lock (_gate)
        {
            _tokens = Math.Min(_tokens + 1, MostAtOnce);
        }
    }
}
