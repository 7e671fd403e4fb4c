using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using S3Kit.Diagnostics;
using S3Kit.Dispatching;
using S3Kit.Protocol;
using S3Kit.Routing;

namespace S3Kit.Resilience;

/// <summary>
/// Step 4 of a request's way: tries it until it succeeds, must not be tried again, or its time is over. Every attempt takes an endpoint's slot (5),
/// goes through that endpoint's pipeline (6) and is sent from there (7, 8).
/// </summary>
internal sealed partial class RequestPipeline
{
    private static readonly ResiliencePropertyKey<IRequestRun> RunKey = new("S3Kit.Request");

    private readonly ILogger<RequestPipeline> _logger;
    private readonly ResiliencePipeline _outer;

    public RequestPipeline(
        RequestDispatcher dispatcher,
        EndpointRouter router,
        RetryPlanner planner,
        S3Transport transport,
        Instruments instruments,
        PipelineTelemetry telemetry,
        TimeProvider time,
        ILogger<RequestPipeline> logger)
    {
        Dispatcher = dispatcher;
        Router = router;
        Planner = planner;
        Transport = transport;
        Time = time;
        Instruments = instruments;
        _logger = logger;
        _outer = new ResiliencePipelineBuilder { Name = "S3Kit", InstanceName = "request", TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                // How often, and after which delay, the planner says anew for each request: settings may be reloaded, endpoints differ.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = static arguments => new ValueTask<bool>(Run(arguments.Context).ShouldRetry(arguments.Outcome.Exception, arguments.AttemptNumber)),
                DelayGenerator = static arguments => new ValueTask<TimeSpan?>(Run(arguments.Context).Delay),
                OnRetry = static arguments =>
                {
                    Run(arguments.Context).BeforeDelay();
                    return default;
                },
            })
            .ConfigureTelemetry(telemetry.Options)
            .Build();
    }

    public RequestDispatcher Dispatcher { get; }

    public EndpointRouter Router { get; }

    public RetryPlanner Planner { get; }

    public S3Transport Transport { get; }

    public TimeProvider Time { get; }

    public Instruments Instruments { get; }

    public async ValueTask<TResult> ExecuteAsync<TResult>(ScheduledRequest<TResult> request)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(request.Operation.Name, continueOnCapturedContext: false, request.Token);
        var run = new RequestRun<TResult>(this, request);
        try
        {
            try
            {
                // Most requests need one attempt, and are spared what the retry strategy costs.
                return await run.AttemptAsync(context).ConfigureAwait(false);
            }
            catch (S3KitException e) when (e.IsTransient)
            {
                run.FirstFailure = ExceptionDispatchInfo.Capture(e);
            }

            context.Properties.Set(RunKey, run);
            return await _outer.ExecuteAsync(static (context, run) => run.AttemptAsync(context), context, run).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Gives back an endpoint's slot: the answer's headers are there, or will not come.</summary>
    public void ReleaseEndpoint(StorageEndpoint endpoint)
    {
        endpoint.Load.ReleaseSlot();
        Dispatcher.LookAgain();
    }

    /// <summary>An attempt has failed and is followed by another.</summary>
    public void AttemptFailed(string operation, string? endpoint, int attempt, Exception error, TimeSpan delay)
    {
        Log.Retrying(_logger, operation, endpoint, attempt, Instruments.Outcome(error), delay);
        Log.RetryCause(_logger, error.Message);
    }

    /// <summary>An attempt has failed and would be followed by another, if the endpoints could be burdened with it.</summary>
    public void RetryRefused(string operation, string? endpoint, Exception error)
    {
        Instruments.RetryRefused(operation, endpoint);
        Log.RetryRefused(_logger, operation, endpoint, Instruments.Outcome(error));
        Log.RetryCause(_logger, error.Message);
    }

    /// <summary>The body of an answer broke off or came to a standstill while it was read, long after its attempt was over.</summary>
    /// <param name="operation">The operation that was answered.</param>
    /// <param name="endpoint">Who answered.</param>
    /// <param name="error">What happened.</param>
    /// <param name="position">How many bytes the reader has.</param>
    /// <param name="openedAt">When the answer came, as a timestamp; <see langword="null"/> when the endpoint is not to blame.</param>
    public void BodyBroke(string operation, StorageEndpoint endpoint, S3KitException error, long position, long? openedAt)
    {
        Log.BodyBroke(_logger, operation, endpoint.Name, position, Instruments.Outcome(error));
        Log.RetryCause(_logger, error.Message);
        if (openedAt is { } since)
        {
            endpoint.Breaker.ReportLate(since, error);
            Dispatcher.LookAgain();
        }
    }

    private static IRequestRun Run(ResilienceContext context) => context.Properties.GetValue(RunKey, null!);

    private static partial class Log
    {
        [LoggerMessage(EventIds.AttemptFailed, LogLevel.Warning, "{Operation} failed at endpoint {Endpoint} in attempt {Attempt} ({Outcome}) and is tried again in {Delay}")]
        public static partial void Retrying(ILogger logger, string operation, string? endpoint, int attempt, string outcome, TimeSpan delay);

        [LoggerMessage(
            EventIds.RetryRefused, LogLevel.Warning, "{Operation} failed at endpoint {Endpoint} ({Outcome}) and is not tried again: the retry budgets of the endpoints are used up")]
        public static partial void RetryRefused(ILogger logger, string operation, string? endpoint, string outcome);

        [LoggerMessage(EventIds.BodyBroke, LogLevel.Warning, "The body of a {Operation} from endpoint {Endpoint} broke off after {Position} bytes ({Outcome})")]
        public static partial void BodyBroke(ILogger logger, string operation, string endpoint, long position, string outcome);

        // The message names bucket and key: those are for Debug only.
        [LoggerMessage(EventIds.AttemptFailure, LogLevel.Debug, "{Message}")]
        public static partial void RetryCause(ILogger logger, string message);
    }
}
