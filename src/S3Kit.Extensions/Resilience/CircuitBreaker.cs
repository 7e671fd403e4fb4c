namespace S3Kit.Resilience;

/// <summary>
/// The circuit breaker of one endpoint: a number of CONSECUTIVE failures opens it, and after the open time exactly one trial decides. Results of
/// attempts that began before it opened change nothing.
/// </summary>
internal sealed class CircuitBreaker(TimeProvider time)
{
    private readonly Lock _gate = new();
    private CircuitState _state;
    private long _openedAt;
    private long _lateFailureAt = long.MinValue;
    private bool _trialRunning;
    private int _generation;

    /// <summary>How many failures in a row open it.</summary>
    public int Threshold { get; set; } = 3;

    /// <summary>How long it stays open.</summary>
    public TimeSpan OpenTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Told of every change, outside the lock and in no guaranteed order when changes race.</summary>
    public Action<CircuitState, Exception?>? Changed { get; set; }

    public int ConsecutiveFailures { get; private set; }

    public DateTimeOffset? ChangedAt { get; private set; }

    public string? LastError { get; private set; }

    /// <summary>The state now; open turns into half-open when its time is over.</summary>
    public CircuitState State
    {
        get
        {
            lock (_gate)
            {
                return _state == CircuitState.Open && IsOver() ? CircuitState.HalfOpen : _state;
            }
        }
    }

    /// <summary>Whether a request would be let through now.</summary>
    public bool WouldAllow
    {
        get
        {
            // The usual case without the lock: a stale answer is put right by TryEnter.
            if (_state == CircuitState.Closed)
            {
                return true;
            }

            lock (_gate)
            {
                return _state == CircuitState.Closed || (!_trialRunning && IsOver());
            }
        }
    }

    /// <summary>How long until the next trial; zero when requests pass.</summary>
    public TimeSpan RemainingOpenTime
    {
        get
        {
            lock (_gate)
            {
                TimeSpan left = _state == CircuitState.Closed ? TimeSpan.Zero : OpenTime - time.GetElapsedTime(_openedAt);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Lets a request through, or not.</summary>
    /// <param name="pass">To be given back to <see cref="Report"/>.</param>
    public bool TryEnter(out CircuitPass pass)
    {
        lock (_gate)
        {
            if (_state == CircuitState.Closed)
            {
                pass = new CircuitPass(_generation, IsTrial: false);
                return true;
            }

            if (_trialRunning || !IsOver())
            {
                pass = default;
                return false;
            }

            _trialRunning = true;
            pass = new CircuitPass(_generation, IsTrial: true);
        }

        return true;
    }

    public void Report(CircuitPass pass, EndpointVerdict verdict, Exception? error)
    {
        CircuitState? changed = null;
        lock (_gate)
        {
            if (pass.Generation != _generation)
            {
                return;
            }

            if (verdict == EndpointVerdict.Failure)
            {
                ConsecutiveFailures++;
                LastError = Summary(error);
                if (pass.IsTrial || (_state == CircuitState.Closed && ConsecutiveFailures >= Threshold))
                {
                    changed = Change(CircuitState.Open);
                    _openedAt = time.GetTimestamp();
                }
            }
            else if (verdict == EndpointVerdict.Success)
            {
                ConsecutiveFailures = 0;
                if (_state != CircuitState.Closed)
                {
                    changed = Change(CircuitState.Closed);
                }
            }
            else if (pass.IsTrial)
            {
                // The trial told nothing: the next request is the trial.
                _trialRunning = false;
            }
        }

        if (changed is { } state)
        {
            Changed?.Invoke(state, error);
        }
    }

    /// <summary>
    /// A failure that showed only after its attempt had succeeded: in the body of the answer. It counts as any, but is no trial's result; and what breaks together,
    /// as all connections to a server that goes down, is one failure and not many in a row.
    /// </summary>
    /// <param name="since">When the answer came, as a timestamp.</param>
    /// <param name="error">What happened.</param>
    public void ReportLate(long since, Exception error)
    {
        bool opened = false;
        lock (_gate)
        {
            if (_state != CircuitState.Closed || since <= _lateFailureAt)
            {
                return;
            }

            _lateFailureAt = time.GetTimestamp();
            ConsecutiveFailures++;
            LastError = Summary(error);
            if (ConsecutiveFailures >= Threshold)
            {
                Change(CircuitState.Open);
                _openedAt = time.GetTimestamp();
                opened = true;
            }
        }

        if (opened)
        {
            Changed?.Invoke(CircuitState.Open, error);
        }
    }

    /// <summary>The kind of an error, without the names of objects that its message holds: this one is shown on health pages.</summary>
    private static string? Summary(Exception? error) => error switch
    {
        S3TimeoutException timeout => $"{timeout.Kind} ({timeout.Limit})",
        S3KitException { StatusCode: { } status } known => $"{known.Kind} ({known.ErrorCode ?? "no code"}, status {status})",
        S3KitException known => known.Kind.ToString(),
        null => null,
        _ => error.GetType().Name,
    };

    private CircuitState Change(CircuitState state)
    {
        _state = state;
        _trialRunning = false;
        _generation++;
        ChangedAt = time.GetUtcNow();
        return state;
    }

    private bool IsOver() => time.GetElapsedTime(_openedAt) >= OpenTime;
}
