using S3Kit.Dispatching;
using S3Kit.Protocol;
using S3Kit.Routing;

namespace S3Kit.Resilience;

/// <summary>
/// Decides whether a failed attempt is followed by another, and after which delay: at once when an endpoint is left that was not tried, otherwise
/// with exponential backoff, and never when the time left would not suffice.
/// </summary>
internal sealed class RetryPlanner(Randomness randomness)
{
    /// <summary>What follows an attempt.</summary>
    /// <param name="request">The request whose attempt failed.</param>
    /// <param name="operation">What it does.</param>
    /// <param name="options">The settings.</param>
    /// <param name="error">How the attempt ended.</param>
    /// <param name="retries">How many retries there were before.</param>
    /// <param name="remaining">The time the operation has left.</param>
    public RetryPlan Plan(DispatchedRequest request, IS3Operation operation, S3KitOptions options, Exception error, int retries, TimeSpan remaining)
    {
        if (error is not S3KitException { IsTransient: true } failure || error is S3ShuttingDownException or S3TimeoutException { Limit: S3TimeoutKind.Total })
        {
            return default;
        }

        if (retries >= options.MaxRetries || !operation.Body.CanReplay)
        {
            return default;
        }

        if (request.Target is EndpointPool pool && pool.HasUntriedCandidate(request))
        {
            return new RetryPlan(RetryPlanKind.Failover);
        }

        // An open breaker means to fail at once. Only who has been under way when it opened waits for the trial, if there is time.
        if (error is S3CircuitOpenException && request.Attempts == 0)
        {
            return default;
        }

        if (SoonestChance(request, failure, out bool outOfBudget) is not { } chance)
        {
            return new RetryPlan(outOfBudget ? RetryPlanKind.OutOfBudget : RetryPlanKind.Stop);
        }

        TimeSpan backoff = Backoff(options, request.Backoffs);
        TimeSpan delay = chance > backoff ? chance : backoff;
        return delay < remaining ? new RetryPlan(RetryPlanKind.Backoff, delay) : default;
    }

    /// <summary>Between nothing and an exponentially growing delay (full jitter): callers that failed together do not come back together.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="backoffs">How many delays there were before. Retries that went to another endpoint at once do not make it grow.</param>
    private TimeSpan Backoff(S3KitOptions options, int backoffs)
    {
        double longest = options.MaxRetryDelay.TotalMilliseconds;
        double delay = Math.Min(longest, options.InitialRetryDelay.TotalMilliseconds * Math.Pow(options.BackoffFactor, backoffs));
        return TimeSpan.FromMilliseconds(delay * randomness.NextDouble());
    }

    /// <summary>
    /// How long until one of the endpoints that the request may still use is to be asked again: its breaker lets a request through, and what it asked for
    /// (<c>Retry-After</c>) is over. <see langword="null"/> when there is no such endpoint.
    /// </summary>
    private static TimeSpan? SoonestChance(DispatchedRequest request, S3KitException failure, out bool outOfBudget)
    {
        ReadOnlySpan<StorageEndpoint> endpoints = request.Target is EndpointPool pool ? pool.Members : [(StorageEndpoint)request.Target];
        TimeSpan? soonest = null;
        outOfBudget = false;
        foreach (StorageEndpoint endpoint in endpoints)
        {
            if (!endpoint.HasTryFor(request))
            {
                outOfBudget |= !endpoint.RetryBudget.HasToken;
                continue;
            }

            TimeSpan wait = endpoint.Unavailable;
            if (failure.RetryAfter is { } asked && asked > wait && string.Equals(failure.Endpoint, endpoint.Name, StringComparison.OrdinalIgnoreCase))
            {
                wait = asked;
            }

            soonest = soonest is null || wait < soonest ? wait : soonest;
        }

        return soonest;
    }
}
