using S3Kit.Protocol;
using S3Kit.Queueing;
using S3Kit.Resilience;
using S3Kit.Routing;

namespace S3Kit.Dispatching;

/// <summary>
/// One call of the store on its way: waits in the queue, runs when the dispatcher starts it, and ends exactly once, whatever comes first: the
/// result, an error, the caller's cancellation, its time limit or the shutdown.
/// </summary>
internal sealed class ScheduledRequest<TResult> : DispatchedRequest, IThreadPoolWorkItem
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly S3Operation<TResult> _operation;
    private readonly RequestPipeline _pipeline;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _cancellation;
    private ExecutionContext? _context;
    private readonly long _startedAt;
    private TriedEndpoints _tried;
    private CancellationTokenRegistration _registration;
    private TaskCompletionSource? _turn;
    private StorageEndpoint? _reserved;
    private volatile bool _deadlineStruck;
    private bool _started;
    private int _attempts;
    private int _backoffs;
    private int _ended;

    public ScheduledRequest(S3Operation<TResult> operation, RequestPipeline pipeline, DispatchTarget target, RequestOptions options, S3KitOptions settings, CancellationToken caller)
        : base(options.Priority, target)
    {
        _operation = operation;
        _pipeline = pipeline;
        _caller = caller;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(caller, pipeline.Dispatcher.Ending);
        _context = ExecutionContext.Capture();
        _startedAt = pipeline.Time.GetTimestamp();
        Settings = settings;
        Strategy = options.EndpointSelectionStrategy;
        Deadline = new OperationDeadline(pipeline.Time, options.Timeout ?? settings.DefaultTimeout, static self => ((ScheduledRequest<TResult>)self!).OnDeadline(), this);
    }

    public S3Operation<TResult> Operation => _operation;

    public S3KitOptions Settings { get; }

    public OperationDeadline Deadline { get; }

    /// <summary>Cancelled when the operation must end.</summary>
    public CancellationToken Token => _cancellation.Token;

    public override int Attempts => _attempts;

    /// <summary>The error of the last attempt.</summary>
    public Exception? LastError { get; set; }

    /// <summary>The delay that the planner has chosen before the next attempt.</summary>
    public TimeSpan NextDelay { get; private set; }

    /// <summary>The endpoint of the last attempt.</summary>
    public string? ServedBy { get; set; }

    public override int Backoffs => _backoffs;

    public override string? PreferredEndpoint => _operation.PreferredEndpoint;

    public override string? PinnedEndpoint => _operation.PinnedEndpoint;

    public override string? AvoidedEndpoint => _operation.AvoidedEndpoint;

    public override string? Strategy { get; }

    public override EndpointSelectionContext Selection => new()
    {
        Pool = "",
        Operation = _operation.Name,
        Bucket = _operation.Bucket,
        Key = _operation.Key,
        Priority = Priority,
        Attempts = _attempts,
    };

    public override bool Continues => _operation.Continues;

    /// <summary>Takes the present context for the request's own, in the place of the one it was made in.</summary>
    public void CaptureContext() => _context = ExecutionContext.Capture();

    /// <summary>Submits the request and waits for its end.</summary>
    public Task<TResult> RunAsync()
    {
        // Registered before it is submitted, since afterwards it may be over at any time; a cancellation in between is looked at once more.
        _registration = _cancellation.Token.UnsafeRegister(static self => ((ScheduledRequest<TResult>)self!).LeaveQueue(), this);
        _pipeline.Dispatcher.Submit(this);
        if (_cancellation.IsCancellationRequested)
        {
            LeaveQueue();
        }

        return _completion.Task;
    }

    public override int TriesOn(StorageEndpoint endpoint)
    {
        if (_attempts == 0)
        {
            return 0;
        }

        lock (_completion)
        {
            return _tried.Count(endpoint);
        }
    }

    public override bool TryRoute()
    {
        _reserved = _pipeline.Router.TakeSlot(this);
        return _reserved is not null || !EndpointRouter.HasCandidate(this);
    }

    public override void CancelRoute()
    {
        if (TakeReservation() is { } endpoint)
        {
            if (_attempts > 0)
            {
                endpoint.RetryBudget.GiveBack();
            }

            endpoint.Load.Finished();
            _pipeline.ReleaseEndpoint(endpoint);
        }
    }

    public override void Start()
    {
        if (_started)
        {
            _turn!.TrySetResult();
            return;
        }

        _started = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        // The caller's context: its trace, its culture, what its handlers look up.
        if (_context is null)
        {
            Begin();
        }
        else
        {
            ExecutionContext.Run(_context, static self => ((ScheduledRequest<TResult>)self!).Begin(), this);
        }
    }

    public override void Fail(Exception error) => End(default, error);

    /// <summary>The endpoint that the dispatcher has reserved a slot of; to be used or given back.</summary>
    public StorageEndpoint? TakeReservation()
    {
        // The dispatcher and a cancellation may both come to give it back.
        return Interlocked.Exchange(ref _reserved, null);
    }

    /// <summary>Waits in the queue for another endpoint's slot, without holding anything meanwhile.</summary>
    public async ValueTask WaitForTurnAsync()
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _turn = turn;
        _pipeline.Dispatcher.Return(this);
        if (_cancellation.IsCancellationRequested)
        {
            LeaveQueue();
        }

        await turn.Task.ConfigureAwait(false);
    }

    public void TryAgain(RetryPlan plan)
    {
        NextDelay = plan.Delay;
        _backoffs += plan.Kind == RetryPlanKind.Backoff ? 1 : 0;
    }

    /// <summary>An attempt begins. Of a hedged read two may, one soon after the other.</summary>
    public void SentTo(StorageEndpoint endpoint)
    {
        lock (_completion)
        {
            _tried.Add(endpoint);
            _attempts++;
        }
    }

    private void Begin() => _ = ExecuteAsync();

    private async Task ExecuteAsync()
    {
        try
        {
            TResult result = await _pipeline.ExecuteAsync(this).ConfigureAwait(false);
            End(result, null);
        }
        catch (Exception e)
        {
            End(default, e);
        }
    }

    private void OnDeadline()
    {
        _deadlineStruck = true;
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended while the timer was on its way.
        }
    }

    /// <summary>Called when the operation must end: if it waits in the queue it leaves at once; if it runs, the run sees the token.</summary>
    private void LeaveQueue()
    {
        if (!_pipeline.Dispatcher.Withdraw(this))
        {
            return;
        }

        if (_started)
        {
            _turn!.TrySetCanceled(_cancellation.Token);
        }
        else
        {
            End(default, new OperationCanceledException(_cancellation.Token));
        }
    }

    private void End(TResult? result, Exception? error)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        CancelRoute();
        Deadline.Dispose();
        _registration.Unregister();
        _pipeline.Dispatcher.Completed(this);
        error = error is OperationCanceledException ? Explain(error) : error;
        _pipeline.Instruments.Operation(_operation.Name, ServedBy, _pipeline.Time.GetElapsedTime(_startedAt), error);
        switch (error)
        {
            case null:
                _completion.TrySetResult(result!);
                break;
            case OperationCanceledException:
                _completion.TrySetCanceled(_caller);
                break;
            default:
                _completion.TrySetException(Complete(error));
                break;
        }

        _cancellation.Dispose();
    }

    /// <summary>Says why the operation was cancelled. The caller's own wish comes first.</summary>
    private Exception Explain(Exception error)
    {
        if (_caller.IsCancellationRequested)
        {
            return error;
        }

        var context = new S3ErrorContext(_operation.Name, (LastError as S3KitException)?.Endpoint, _operation.Bucket, _operation.Key);
        return _deadlineStruck
            ? S3Errors.Timeout(context, S3TimeoutKind.Total, Deadline.Limit, LastError)
            : _pipeline.Dispatcher.Ending.IsCancellationRequested ? RequestDispatcher.ShuttingDown() : S3Errors.Network(context, error);
    }

    private Exception Complete(Exception error)
    {
        if (error is SourceFailedException { InnerException: { } source })
        {
            return source;
        }

        if (error is S3KitException known)
        {
            known.Attempts = Attempts;
            known.Operation ??= _operation.Name;
            known.Bucket ??= _operation.Bucket;
            known.Key ??= _operation.Key;
        }

        return error;
    }
}
