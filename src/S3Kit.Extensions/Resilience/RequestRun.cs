using System.Runtime.ExceptionServices;
using Polly;
using S3Kit.Dispatching;
using S3Kit.Protocol;
using S3Kit.Routing;

namespace S3Kit.Resilience;

/// <summary>A request under way: its attempts, one after the other, each with an endpoint's slot in hand; of reads, two at a time where they are hedged.</summary>
internal sealed class RequestRun<TResult>(RequestPipeline pipeline, ScheduledRequest<TResult> request) : IRequestRun
{
    public TimeSpan Delay => request.NextDelay;

    public bool ShouldRetry(Exception? error, int retries)
    {
        if (error is null || request.Token.IsCancellationRequested)
        {
            return false;
        }

        request.LastError = error;
        RetryPlan plan = pipeline.Planner.Plan(request, request.Operation, request.Settings, error, retries, request.Deadline.Remaining);
        if (!plan.Retries)
        {
            if (plan.Kind == RetryPlanKind.OutOfBudget)
            {
                pipeline.RetryRefused(request.Operation.Name, request.ServedBy, error);
            }

            return false;
        }

        request.TryAgain(plan);
        pipeline.AttemptFailed(request.Operation.Name, request.ServedBy, request.Attempts, error, plan.Delay);
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

    /// <summary>How the first attempt failed, before the retry strategy was asked: the strategy sees it as the outcome of what it runs first.</summary>
    public ExceptionDispatchInfo? FirstFailure { get; set; }

    public async ValueTask<TResult> AttemptAsync(ResilienceContext context)
    {
        if (FirstFailure is { } failure)
        {
            FirstFailure = null;
            failure.Throw();
        }

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

        return Hedge.Of(request) is { } hedge
            ? await new HedgedRead<TResult>(pipeline, request, hedge).SendAsync(endpoint).ConfigureAwait(false)
            : await new EndpointAttempt<TResult>(pipeline, request, endpoint).SendAsync(context).ConfigureAwait(false);
    }

    private S3KitException NoCandidate()
    {
        var context = new S3ErrorContext(request.Operation.Name, null, request.Operation.Bucket, request.Operation.Key);
        ReadOnlySpan<StorageEndpoint> endpoints = request.Target is EndpointPool pool ? pool.Members : [(StorageEndpoint)request.Target];
        var names = new List<string>();
        foreach (StorageEndpoint endpoint in endpoints)
        {
            // The budget was there when the retry was planned, and others have used it up since.
            if (request.LastError is S3KitException known && endpoint.IsOpenForRequests && request.TriesOn(endpoint) <= endpoint.Settings.MaxRetries && !endpoint.HasTryFor(request))
            {
                pipeline.RetryRefused(request.Operation.Name, request.ServedBy, known);
                return known;
            }

            names.Add($"'{endpoint.Name}' ({(endpoint.Breaker.IsIsolated ? "isolated by hand" : "its circuit breaker is open, or the tries there are used up")})");
        }

        if (names.Count == 0)
        {
            return new S3NoEndpointException(
                $"{context.Subject} failed: there is no endpoint to send it to. Configure one under {S3KitOptions.SectionName}:{nameof(S3KitOptions.Endpoints)}.");
        }

        return new S3CircuitOpenException(
            $"{context.Subject} failed: no endpoint takes it: {string.Join(", ", names)}.", request.LastError)
        {
            IsTransient = true,
            Endpoint = endpoints.Length == 1 ? endpoints[0].Name : null,
        };
    }
}
