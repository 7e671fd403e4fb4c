namespace S3Kit.Resilience;

/// <summary>
/// The circuit breaker of one endpoint: a number of CONSECUTIVE failures opens it, or a share of them over a while if that is wanted, and after the open time
/// exactly one trial decides. Results of attempts that began before it opened change nothing. By hand it can be isolated, and closed.
/// </summary>
internal sealed class CircuitBreaker(TimeProvider time)
{
    private const long Never = long.MinValue;

    private readonly Lock _gate = new();
    private readonly FailureTally _tally = new(time);
    private volatile CircuitState _state;
    private long _openedAt;
    private long _recoveredAt = Never;
    private long _lateFailureAt = Never;
    private bool _enabled = true;
    private bool _trialRunning;
    private int _generation;
    private TimeSpan _openTime;

    /// <summary>Told of every change in the order in which they happen, under the lock: it may do no more than note it.</summary>
    public Action<CircuitChange>? Changed { get; set; }

    public int ConsecutiveFailures => _tally.InARow;

    public DateTimeOffset? ChangedAt { get; private set; }

    public string? LastError { get; private set; }

    public bool IsIsolated => _state == CircuitState.Isolated;

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
                return _state == CircuitState.Closed || MayTry();
            }
        }
    }

    /// <summary>How long until the next trial; zero when requests pass, <see cref="TimeSpan.MaxValue"/> when nothing but a hand lets them.</summary>
    public TimeSpan RemainingOpenTime
    {
        get
        {
            lock (_gate)
            {
                TimeSpan left = _state switch
                {
                    CircuitState.Open => _openTime - time.GetElapsedTime(_openedAt),
                    CircuitState.Isolated => TimeSpan.MaxValue,
                    _ => TimeSpan.Zero,
                };
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Takes over the settings. What is counted stays; a breaker that is switched off closes, unless it is isolated.</summary>
    public void Configure(CircuitBreakerOptions options)
    {
        lock (_gate)
        {
            _tally.Configure(options);
            _openTime = options.Timeout;
            _enabled = options.Enabled;
            if (!_enabled && _state is CircuitState.Open or CircuitState.HalfOpen)
            {
                _tally.Forget();
                Change(CircuitState.Closed, "the breaker was switched off");
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

            if (!MayTry())
            {
                pass = default;
                return false;
            }

            if (_state == CircuitState.Open)
            {
                Change(CircuitState.HalfOpen, "the open time is over, a trial begins");
            }

            _trialRunning = true;
            pass = new CircuitPass(_generation, IsTrial: true);
        }

        return true;
    }

    public void Report(CircuitPass pass, EndpointVerdict verdict, Exception? error)
    {
        lock (_gate)
        {
            if (pass.Generation != _generation)
            {
                return;
            }

            if (verdict == EndpointVerdict.Failure)
            {
                Fail(error, pass.IsTrial);
            }
            else if (verdict == EndpointVerdict.Success)
            {
                _tally.RequestSucceeded();
                if (pass.IsTrial)
                {
                    Recover("the trial succeeded");
                }
            }
            else if (pass.IsTrial)
            {
                // The trial told nothing: the next request is the trial.
                _trialRunning = false;
            }
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
        lock (_gate)
        {
            if (_state != CircuitState.Closed || since <= _lateFailureAt)
            {
                return;
            }

            _lateFailureAt = time.GetTimestamp();
            Fail(error, isTrial: false);
        }
    }

    /// <summary>Lets a probe begin, whatever the state: it takes no trial away.</summary>
    /// <returns>To be given back to <see cref="ReportProbe"/>.</returns>
    public CircuitPass BeginProbe()
    {
        lock (_gate)
        {
            return new CircuitPass(_generation, IsTrial: false);
        }
    }

    /// <summary>
    /// What a probe found. A success closes the breaker, also while a trial is under way, whose result is then of the past. A failure never moves the open time: a probe
    /// that fails for reasons of its own must not keep requests from an endpoint that would serve them.
    /// </summary>
    /// <param name="pass">What <see cref="BeginProbe"/> gave. What began before the breaker opened, or before a trial failed, changes nothing.</param>
    /// <param name="verdict">What the probe says of the endpoint.</param>
    /// <param name="error">Why it failed.</param>
    /// <param name="counts">Whether a failure counts against an endpoint whose breaker is closed.</param>
    public void ReportProbe(CircuitPass pass, EndpointVerdict verdict, Exception? error, bool counts)
    {
        lock (_gate)
        {
            if (pass.Generation != _generation || _state == CircuitState.Isolated)
            {
                return;
            }

            if (verdict == EndpointVerdict.Success)
            {
                _tally.ProbeSucceeded();
                if (_state != CircuitState.Closed)
                {
                    Recover("a probe succeeded");
                }
            }
            else if (verdict == EndpointVerdict.Failure)
            {
                bool isClosed = _state == CircuitState.Closed;
                LastError = counts || !isClosed ? FailureSummary.Of(error) : LastError;
                if (counts && isClosed)
                {
                    _tally.ProbeFailed();
                    OpenFor(Excess(), error);
                }
            }
        }
    }

    /// <summary>Shuts it until <see cref="Close"/>. Requests under way are not ended; what comes of them changes nothing.</summary>
    public void Isolate()
    {
        lock (_gate)
        {
            if (_state != CircuitState.Isolated)
            {
                Change(CircuitState.Isolated, "isolated by hand");
            }
        }
    }

    /// <summary>Closes it, whatever its state, and forgets the failures so far.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _tally.Forget();
            if (_state != CircuitState.Closed)
            {
                Change(CircuitState.Closed, "closed by hand");
            }

            // Whoever closes it by hand wants it used, and now.
            Volatile.Write(ref _recoveredAt, Never);
        }
    }

    /// <summary>Says nothing of changes any more: another endpoint has taken the name, or none has it.</summary>
    /// <param name="replaced">Whether there is another, whose breaker is closed: what is open here is that no more.</param>
    public void Retire(bool replaced)
    {
        lock (_gate)
        {
            if (replaced && _state is CircuitState.Open or CircuitState.HalfOpen)
            {
                Change(CircuitState.Closed, "the endpoint has another address or other keys");
            }

            Changed = null;
        }
    }

    /// <summary>Whether it has recovered, by a trial or a probe, less than this time ago.</summary>
    public bool HasRecoveredWithin(TimeSpan limit)
    {
        long recoveredAt = Volatile.Read(ref _recoveredAt);
        return recoveredAt != Never && time.GetElapsedTime(recoveredAt) < limit;
    }

    private void Fail(Exception? error, bool isTrial)
    {
        _tally.RequestFailed();
        LastError = FailureSummary.Of(error);
        OpenFor(isTrial ? "the trial failed" : Excess(), error);
    }

    private string? Excess() => _enabled && _state == CircuitState.Closed ? _tally.Excess() : null;

    private void OpenFor(string? reason, Exception? error)
    {
        if (reason is not null)
        {
            _openedAt = time.GetTimestamp();
            Change(CircuitState.Open, $"{reason}: {LastError}", FailureSummary.KindOf(error));
        }
    }

    private void Recover(string reason)
    {
        _tally.Forget();
        Change(CircuitState.Closed, reason, recoveredAt: time.GetTimestamp());
    }

    private void Change(CircuitState state, string reason, S3ErrorKind? error = null, long recoveredAt = Never)
    {
        var change = new CircuitChange(_state, state, time.GetUtcNow(), reason, error);

        // That a trial begins makes nothing stale: a probe that began before may still close the breaker.
        _generation += state == CircuitState.HalfOpen ? 0 : 1;
        _trialRunning = false;
        ChangedAt = change.At;

        // The state last: who sees it closed, without the lock, sees since when.
        Volatile.Write(ref _recoveredAt, recoveredAt);
        _state = state;
        Changed?.Invoke(change);
    }

    private bool MayTry() => !_trialRunning && (_state == CircuitState.HalfOpen || (_state == CircuitState.Open && IsOver()));

    private bool IsOver() => time.GetElapsedTime(_openedAt) >= _openTime;
}
