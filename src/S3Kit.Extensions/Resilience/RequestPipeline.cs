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
    private static readonly ResiliencePropertyKey<IRetryState> StateKey = new("S3Kit.Request");

    private readonly RetryPlanner _planner;
    private readonly S3Transport _transport;
    private readonly ILogger<RequestPipeline> _logger;
    private readonly ResiliencePipeline _outer;

    public RequestPipeline(
        RequestDispatcher dispatcher, EndpointRouter router, RetryPlanner planner, S3Transport transport, Instruments instruments, PipelineTelemetry telemetry, TimeProvider time, ILogger<RequestPipeline> logger)
    {
        Dispatcher = dispatcher;
        Router = router;
        Time = time;
        Instruments = instruments;
        _planner = planner;
        _transport = transport;
        _logger = logger;
        _outer = new ResiliencePipelineBuilder { Name = "S3Kit", InstanceName = "request", TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                // How often, and after which delay, the planner says anew for each request: settings may be reloaded, endpoints differ.
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = static arguments => new ValueTask<bool>(State(arguments.Context).ShouldRetry(arguments.Outcome.Exception, arguments.AttemptNumber)),
                DelayGenerator = static arguments => new ValueTask<TimeSpan?>(State(arguments.Context).Delay),
                OnRetry = static arguments =>
                {
                    State(arguments.Context).BeforeDelay();
                    return default;
                },
            })
            .ConfigureTelemetry(telemetry.Options)
            .Build();
    }

    public RequestDispatcher Dispatcher { get; }

    public EndpointRouter Router { get; }

    public TimeProvider Time { get; }

    public Instruments Instruments { get; }

    public async ValueTask<TResult> ExecuteAsync<TResult>(ScheduledRequest<TResult> request)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(request.Operation.Name, continueOnCapturedContext: false, request.Token);
        var state = new RetryState<TResult>(this, request);
        context.Properties.Set(StateKey, state);
        try
        {
            return await _outer.ExecuteAsync(static (context, state) => state.AttemptAsync(context), context, state).ConfigureAwait(false);
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

    private static IRetryState State(ResilienceContext context) => context.Properties.GetValue(StateKey, null!);

    private static partial class Log
    {
        [LoggerMessage(EventIds.AttemptFailed, LogLevel.Warning, "{Operation} failed at endpoint {Endpoint} in attempt {Attempt} ({Outcome}) and is tried again in {Delay}")]
        public static partial void Retrying(ILogger logger, string operation, string? endpoint, int attempt, string outcome, TimeSpan delay);

        [LoggerMessage(EventIds.BodyBroke, LogLevel.Warning, "The body of a {Operation} from endpoint {Endpoint} broke off after {Position} bytes ({Outcome})")]
        public static partial void BodyBroke(ILogger logger, string operation, string endpoint, long position, string outcome);

        // The message names bucket and key: those are for Debug only.
        [LoggerMessage(EventIds.AttemptFailure, LogLevel.Debug, "{Message}")]
        public static partial void RetryCause(ILogger logger, string message);
    }

    private interface IRetryState
    {
        TimeSpan Delay { get; }

        bool ShouldRetry(Exception? error, int retries);

        void BeforeDelay();
    }

    private sealed class RetryState<TResult>(RequestPipeline pipeline, ScheduledRequest<TResult> request) : IRetryState
    {
        public TimeSpan Delay => request.NextDelay;

        public bool ShouldRetry(Exception? error, int retries)
        {
            if (error is null || request.Token.IsCancellationRequested)
            {
                return false;
            }

            request.LastError = error;
            if (pipeline._planner.Plan(request, request.Operation, request.Settings, error, retries, request.Deadline.Remaining) is not { } delay)
            {
                return false;
            }

            request.TryAgainAfter(delay);
            Log.Retrying(pipeline._logger, request.Operation.Name, request.ServedBy, request.Attempts, Instruments.Outcome(error), delay);
            Log.RetryCause(pipeline._logger, error.Message);
            request.Operation.MayHaveHappened |= error is S3NetworkException or S3TimeoutException or S3ServerException;
            return true;
        }

        public void BeforeDelay()
        {
            // Whoever waits holds nothing.
            if (request.NextDelay > TimeSpan.Zero)
            {
                pipeline.Dispatcher.ReleaseSlot(request);
            }
        }

        public async ValueTask<TResult> AttemptAsync(ResilienceContext context)
        {
            StorageEndpoint? endpoint = request.TakeReservation();
            if (endpoint is null && request.HoldsSlot && request.Attempts > 0)
            {
                endpoint = pipeline.Router.TakeSlot(request);
            }

            while (endpoint is null)
            {
                if (!EndpointRouter.HasCandidate(request))
                {
                    throw NoCandidate();
                }

                await request.WaitForTurnAsync().ConfigureAwait(false);
                endpoint = request.TakeReservation();
            }

            return await SendAsync(endpoint, context).ConfigureAwait(false);
        }

        private async ValueTask<TResult> SendAsync(StorageEndpoint endpoint, ResilienceContext context)
        {
            bool keptInFlight = false;
            try
            {
                request.Token.ThrowIfCancellationRequested();
                request.ServedBy = endpoint.Name;
                TResult result = await endpoint.Pipeline.ExecuteAsync(
                    static async (context, state) =>
                    {
                        state.request.SentTo(state.endpoint);
                        try
                        {
                            TResult answer = await state.pipeline._transport.SendAsync(
                                state.request.Operation, state.endpoint, state.request.Settings, state.request.Deadline, context.CancellationToken).ConfigureAwait(false);
                            state.pipeline.Instruments.Attempt(state.request.Operation.Name, state.endpoint.Name, null);
                            return answer;
                        }
                        catch (Exception e)
                        {
                            state.pipeline.Instruments.Attempt(state.request.Operation.Name, state.endpoint.Name, e);
                            throw;
                        }
                    },
                    context,
                    (request, endpoint, pipeline)).ConfigureAwait(false);

                // A stream still to be read stays in flight until it is disposed of.
                keptInFlight = result is GetObjectResult or ObjectBody;
                return result;
            }
            finally
            {
                if (!keptInFlight)
                {
                    endpoint.Load.Finished();
                }

                pipeline.ReleaseEndpoint(endpoint);
            }
        }

        private S3KitException NoCandidate()
        {
            var context = new S3ErrorContext(request.Operation.Name, null, request.Operation.Bucket, request.Operation.Key);
            ReadOnlySpan<StorageEndpoint> endpoints = request.Target is EndpointPool pool ? pool.Members : [(StorageEndpoint)request.Target];
            var names = new List<string>();
            foreach (StorageEndpoint endpoint in endpoints)
            {
                names.Add($"'{endpoint.Name}' ({(endpoint.Breaker.IsIsolated ? "isolated by hand" : "its circuit breaker is open, or the tries there are used up")})");
            }

            if (names.Count == 0)
            {
                return new S3NoEndpointException($"{context.Subject} failed: there is no endpoint to send it to. Configure one under {S3KitOptions.SectionName}:{nameof(S3KitOptions.Endpoints)}.");
            }

            return new S3CircuitOpenException(
                $"{context.Subject} failed: no endpoint takes it: {string.Join(", ", names)}.", request.LastError)
            {
                IsTransient = true,
                Endpoint = endpoints.Length == 1 ? endpoints[0].Name : null,
            };
        }
    }
}
