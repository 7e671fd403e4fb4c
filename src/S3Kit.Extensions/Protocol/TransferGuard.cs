using S3Kit.Resilience;

namespace S3Kit.Protocol;

/// <summary>
/// Watches one attempt: how long it waits for the answer's headers, and how long a body goes without a byte moving. Cancels
/// <see cref="Token"/> and says which limit struck.
/// </summary>
internal sealed class TransferGuard : IDisposable
{
    private readonly TimeProvider _time;
    private readonly OperationDeadline? _deadline;
    private readonly TimeSpan _attemptTimeout;
    private readonly TimeSpan _stallTimeout;
    private readonly CancellationTokenSource _cancellation;
    private readonly ITimer _timer;
    private long _lastMove;
    private volatile bool _bodyMoving;
    private int _disposed;

    public TransferGuard(TimeProvider time, OperationDeadline? deadline, TimeSpan attemptTimeout, TimeSpan stallTimeout, CancellationToken operation)
    {
        _time = time;
        _deadline = deadline;
        _attemptTimeout = attemptTimeout;
        _stallTimeout = stallTimeout;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(operation);
        _lastMove = time.GetTimestamp();
        _timer = time.CreateTimer(static self => ((TransferGuard)self!).OnTimer(), this, attemptTimeout, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>The limit that ended the attempt; <see langword="null"/> when none did.</summary>
    public S3TimeoutKind? Struck { get; private set; }

    /// <summary>Whether it is the caller's own source that is being waited for: no fault of the endpoint.</summary>
    public bool WaitsForSource { get; set; }

    /// <summary>For how long nothing has moved.</summary>
    public TimeSpan Quiet => _time.GetElapsedTime(Volatile.Read(ref _lastMove));

    public TimeSpan Limit(S3TimeoutKind kind) => kind == S3TimeoutKind.Stall ? _stallTimeout : _attemptTimeout;

    /// <summary>The body begins to move: from here on the stall limit counts, and the operation's clock stands still.</summary>
    public void BodyStarted()
    {
        // A transport may come late to the body of an attempt that is over: the operation's clock is no longer ours.
        if (Volatile.Read(ref _disposed) != 0)
        {
            return;
        }

        _deadline?.Pause();
        Moved();
        _bodyMoving = true;
        Restart(_stallTimeout);
    }

    /// <summary>Some bytes have moved.</summary>
    // Only the time is noted: the timer looks at it when it fires, which is cheaper than setting the timer for every piece.
    public void Moved() => Volatile.Write(ref _lastMove, _time.GetTimestamp());

    /// <summary>The request's body is out: from here on the wait for the headers counts.</summary>
    public void BodyFinished()
    {
        if (Volatile.Read(ref _disposed) != 0)
        {
            return;
        }

        // Before the limits change: the timer must not hold what has gone by against the other limit.
        Moved();
        _bodyMoving = false;
        _deadline?.Resume();
        Restart(_attemptTimeout);
    }

    /// <summary>The attempt has failed: what may still be under way for it is to end.</summary>
    public void Abandon() => _cancellation.Cancel();

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _timer.Dispose();
            _cancellation.Dispose();
            _deadline?.Resume();
        }
    }

    private void Restart(TimeSpan due)
    {
        if (Volatile.Read(ref _disposed) == 0)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer()
    {
        bool moving = _bodyMoving;
        TimeSpan limit = moving ? _stallTimeout : _attemptTimeout;
        TimeSpan quiet = Quiet;
        try
        {
            if (quiet < limit)
            {
                _timer.Change(limit - quiet, Timeout.InfiniteTimeSpan);
                return;
            }

            Struck = moving ? S3TimeoutKind.Stall : S3TimeoutKind.Attempt;
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended while the timer was on its way.
        }
    }
}
