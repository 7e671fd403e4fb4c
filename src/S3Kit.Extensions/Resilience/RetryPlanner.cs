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
    /// <summary>The delay before the next attempt; <see langword="null"/> when there is none to be.</summary>
    /// <param name="request">The request whose attempt failed.</param>
    /// <param name="operation">What it does.</param>
    /// <param name="options">The settings.</param>
    /// <param name="error">How the attempt ended.</param>
    /// <param name="retries">How many retries there were before.</param>
    /// <param name="remaining">The time the operation has left.</param>
    public TimeSpan? Plan(DispatchedRequest request, IS3Operation operation, S3KitOptions options, Exception error, int retries, TimeSpan remaining)
    {
        if (error is not S3KitException { IsTransient: true } failure || error is S3ShuttingDownException or S3TimeoutException { Limit: S3TimeoutKind.Total })
        {
            return null;
        }

        if (retries >= options.MaxRetries || !operation.Body.CanReplay)
        {
            return null;
        }

        if (request.Target is EndpointPool pool && pool.HasUntriedCandidate(request))
        {
            return TimeSpan.Zero;
        }

        // An open breaker means to fail at once. Only who has been under way when it opened waits for the trial, if there is time.
        if (error is S3CircuitOpenException && request.Attempts == 0)
        {
            return null;
        }

        TimeSpan delay = Backoff(options, request.Backoffs);
        if (failure.RetryAfter is { } asked && asked > delay)
        {
            delay = asked;
        }

        // With every breaker on the way open, the next trial is what there is to wait for.
        if (SoonestOpening(request) is not { } opening)
        {
            return null;
        }

        delay = opening > delay ? opening : delay;
        return delay < remaining ? delay : null;
    }

    /// <summary>Between the half and the whole of an exponentially growing delay: spread out, but never next to nothing.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="backoffs">How many delays there were before. Retries that went to another endpoint at once do not make it grow.</param>
    private TimeSpan Backoff(S3KitOptions options, int backoffs)
    {
        double longest = options.MaxRetryDelay.TotalMilliseconds;
        double delay = Math.Min(longest, options.InitialRetryDelay.TotalMilliseconds * Math.Pow(options.BackoffFactor, backoffs));
        return TimeSpan.FromMilliseconds(delay * (0.5 + (randomness.NextDouble() / 2)));
    }

    /// <summary>How long until an endpoint that the request may still use lets a request through; <see langword="null"/> when there is none.</summary>
    private static TimeSpan? SoonestOpening(DispatchedRequest request)
    {
        ReadOnlySpan<StorageEndpoint> endpoints = request.Target is EndpointPool pool ? pool.Members : [(StorageEndpoint)request.Target];
        TimeSpan? soonest = null;
        foreach (StorageEndpoint endpoint in endpoints)
        {
            if (request.TriesOn(endpoint) <= endpoint.Settings.MaxRetries)
            {
                TimeSpan opening = endpoint.Breaker.RemainingOpenTime;
                soonest = soonest is null || opening < soonest ? opening : soonest;
            }
        }

        return soonest;
    }
}
