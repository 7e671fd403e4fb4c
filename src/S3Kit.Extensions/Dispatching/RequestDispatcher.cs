using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using S3Kit.Diagnostics;
using S3Kit.Configuration;
using S3Kit.Queueing;

namespace S3Kit.Dispatching;

/// <summary>
/// Step 3 of a request's way: drains the queue, up to <see cref="S3KitOptions.MaxConcurrentRequests"/> at a time. It starts with the host, or at
/// first use without one. When the host stops it finishes what was accepted, after every other hosted service has stopped, within the host's time.
/// </summary>
internal sealed partial class RequestDispatcher : BackgroundService, IHostedLifecycleService
{
    private const int MaxLostRaces = 16;

    private readonly Lock _gate = new();
    private readonly AsyncSignal _signal = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PriorityRequestQueue _queue;
    private readonly SettingsSource _settings;
    private readonly ILogger<RequestDispatcher> _logger;
    private Task? _pump;
    private int _running;
    private int _outstanding;
    private bool _stopsWithLifecycle;
    private volatile bool _stopping;

    public RequestDispatcher(PriorityRequestQueue queue, SettingsSource settings, ILogger<RequestDispatcher> logger)
    {
        _queue = queue;
        _settings = settings;
        _logger = logger;
        settings.OnChange(Configure);
    }

    /// <summary>Cancelled when the time to finish is over: requests under way are ended.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>How many requests hold a slot.</summary>
    public int Running => Volatile.Read(ref _running);

    public static S3ShuttingDownException ShuttingDown() =>
        new("The host is stopping or the services have been disposed of: the request was not accepted, or not finished in time.");

    /// <summary>Hands a request over. It will be started, or failed: never forgotten. Whoever ends it says so with <see cref="Completed"/>.</summary>
    public void Submit(DispatchedRequest request)
    {
        Interlocked.Increment(ref _outstanding);
        EnsureStarted();
        switch (_queue.Enqueue(request))
        {
            case EnqueueResult.Closed:
                request.Fail(ShuttingDown());
                break;
            case EnqueueResult.Full:
                request.Fail(new S3QueueFullException($"The queue holds {_queue.Capacity} requests and takes no more: nothing was sent. {nameof(S3KitOptions.QueueSize)} and {nameof(S3KitOptions.QueueFullMode)} say so.") { IsTransient = true });
                break;
            case EnqueueResult.Accepted:
                _signal.Set();
                break;
        }
    }

    /// <summary>Takes a waiting request out.</summary>
    /// <returns>Whether it was waiting.</returns>
    public bool Withdraw(DispatchedRequest request)
    {
        if (!_queue.Remove(request))
        {
            return false;
        }

        _signal.Set();
        return true;
    }

    /// <summary>Lets a request wait for its next try; it is started again when an endpoint has room for it.</summary>
    public void Return(DispatchedRequest request)
    {
        ReleaseSlot(request);
        _queue.Return(request);
        _signal.Set();
    }

    /// <summary>Gives back a request's slot: it is done, or waits before it tries again.</summary>
    public void ReleaseSlot(DispatchedRequest request)
    {
        if (request.HoldsSlot)
        {
            request.HoldsSlot = false;
            ReleaseSlot();
        }
    }

    /// <summary>Takes a slot that no request waits for, to be given back with <see cref="ReleaseSlot()"/>.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryTakeSlot()
    {
        int limit = _settings.Current.MaxConcurrentRequests;
        int running = Volatile.Read(ref _running);
        while (running < limit)
        {
            int seen = Interlocked.CompareExchange(ref _running, running + 1, running);
            if (seen == running)
            {
                return true;
            }

            running = seen;
        }

        return false;
    }

    /// <summary>Gives back what <see cref="TryTakeSlot"/> took.</summary>
    public void ReleaseSlot()
    {
        Interlocked.Decrement(ref _running);
        _signal.Set();
    }

    /// <summary>Something of several requests begins: until <see cref="EndWork"/>, stopping waits for it as for a single one.</summary>
    public void BeginWork() => Interlocked.Increment(ref _outstanding);

    /// <summary>What <see cref="BeginWork"/> has begun is over.</summary>
    public void EndWork()
    {
        if (Interlocked.Decrement(ref _outstanding) == 0 && _stopping)
        {
            _signal.Set();
        }
    }

    /// <summary>A request that was handed over has ended, one way or the other.</summary>
    public void Completed(DispatchedRequest request)
    {
        ReleaseSlot(request);
        EndWork();
    }

    /// <summary>Something has changed that requests may be waiting for: a slot of an endpoint, a breaker, the set of endpoints.</summary>
    public void LookAgain() => _signal.Set();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Wrong settings stop the start here at the latest, with all faults.
        EnsureStarted();
        return base.StartAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Other services may well use the store while they stop; so this one stops after them, in StoppedAsync.
        _stopsWithLifecycle = true;
        return Task.CompletedTask;
    }

    public override Task StopAsync(CancellationToken cancellationToken) => _stopsWithLifecycle ? Task.CompletedTask : DrainAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => DrainAsync(cancellationToken);

    public override void Dispose()
    {
        End();
        _drained.TrySetResult();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        EnsureStarted();
        return _pump!;
    }

    private void EnsureStarted()
    {
        if (_pump is not null)
        {
            return;
        }

        lock (_gate)
        {
            // Started by whoever comes first; it must not inherit that caller's context.
            if (_pump is null)
            {
                Configure(_settings.Current);
                using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
                {
                    _pump = Task.Run(PumpAsync, CancellationToken.None);
                }
            }
        }
    }

    private void Configure(S3KitOptions options)
    {
        _queue.Configure(options.QueueSize, options.QueueFullMode, options.PriorityAgingInterval);
        _signal.Set();
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            try
            {
                DispatchAll();
            }
            catch (Exception e)
            {
                // A strategy of the app's own may throw. The pump goes on: a request that nobody starts would hang.
                Log.PumpFailed(_logger, e);
            }

            // Outstanding are also those that wait out a delay: they hold neither a slot nor a place in the queue.
            if (_stopping && Volatile.Read(ref _outstanding) == 0)
            {
                _drained.TrySetResult();
                return;
            }

            await _signal.WaitAsync().ConfigureAwait(false);
        }
    }

    private void DispatchAll()
    {
        int lostRaces = 0;
        while (lostRaces < MaxLostRaces && TryTakeSlot())
        {
            var request = (DispatchedRequest?)_queue.Peek();
            if (request is null || !TryStart(request, ref lostRaces))
            {
                Interlocked.Decrement(ref _running);
                if (request is null)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Starts a request with the slot that was taken for it.</summary>
    private bool TryStart(DispatchedRequest request, ref int lostRaces)
    {
        try
        {
            if (!request.TryRoute())
            {
                // A retry took the slot in between. The next look passes this one over; the slot's release brings us back.
                lostRaces++;
                return false;
            }
        }
        catch (Exception e)
        {
            if (_queue.Remove(request))
            {
                request.Fail(e);
            }

            return false;
        }

        if (!_queue.TryTake(request))
        {
            request.CancelRoute();
            return false;
        }

        request.IsReturning = false;
        request.HoldsSlot = true;
        request.Start();
        return true;
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        // Closed first: the pump, seeing that it is to stop, must not end while a request can still be accepted.
        List<QueuedRequest> refused = _queue.Close();
        _stopping = true;
        foreach (QueuedRequest request in refused)
        {
            ((DispatchedRequest)request).Fail(ShuttingDown());
        }

        if (_pump is null)
        {
            return;
        }

        _signal.Set();
        try
        {
            await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            int failed = End();
            Log.DrainCutShort(_logger, failed);
        }
    }

    /// <summary>Fails all that waits and ends all that runs.</summary>
    private int End()
    {
        List<QueuedRequest> waiting = _queue.Close();
        waiting.AddRange(_queue.Clear());
        _stopping = true;
        foreach (QueuedRequest request in waiting)
        {
            ((DispatchedRequest)request).Fail(ShuttingDown());
        }

        int running = Volatile.Read(ref _outstanding);
        _ending.Cancel();
        _signal.Set();
        return waiting.Count + running;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.DispatchFailed, LogLevel.Error, "Choosing an endpoint for the next request failed")]
        public static partial void PumpFailed(ILogger logger, Exception exception);

        [LoggerMessage(EventIds.DrainCutShort, LogLevel.Warning, "The time to stop was over before all accepted requests were done: {Count} were failed")]
        public static partial void DrainCutShort(ILogger logger, int count);
    }
}
