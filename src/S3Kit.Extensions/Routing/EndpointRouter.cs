using S3Kit.Configuration;
using S3Kit.Dispatching;

namespace S3Kit.Routing;

/// <summary>Step 5 of a request's way: finds the endpoint for the next attempt, whatever the request's target is.</summary>
internal sealed class EndpointRouter(SettingsSource settings, SelectionStrategySet strategies)
{
    /// <summary>Chooses an endpoint and takes one of its slots.</summary>
    /// <returns>The endpoint; <see langword="null"/> when those that may be used are busy, or none may.</returns>
    public StorageEndpoint? TakeSlot(DispatchedRequest request)
    {
        if (request.Target is EndpointPool pool)
        {
            return pool.TakeSlot(request, StrategyOf(request, pool));
        }

        var endpoint = (StorageEndpoint)request.Target;
        return MayUse(endpoint, request) && endpoint.TryTakeSlot(request) ? endpoint : null;
    }

    /// <summary>Takes a slot for a second attempt of a read, beside the first one.</summary>
    /// <returns>Another endpoint; <see langword="null"/> when none is free.</returns>
    public StorageEndpoint? TakeHedgeSlot(DispatchedRequest request, EndpointPool pool, StorageEndpoint first)
    {
        StorageEndpoint? second = pool.TakeHedgeSlot(request, first, StrategyOf(request, pool));
        if (second is not null && second == first)
        {
            // Every other one was tried, cooling or gone: twice to the same endpoint helps nobody.
            if (request.Attempts > 0)
            {
                second.RetryBudget.GiveBack();
            }

            second.Load.Finished();
            second.Load.ReleaseSlot();
            return null;
        }

        return second;
    }

    /// <summary>Whether any endpoint would take the request, be it busy at the moment.</summary>
    public static bool HasCandidate(DispatchedRequest request) =>
        request.Target is EndpointPool pool ? pool.HasCandidate(request) : MayUse((StorageEndpoint)request.Target, request);

    private SelectionStrategy StrategyOf(DispatchedRequest request, EndpointPool pool) => strategies.Get(pool, request.Strategy ?? settings.Current.EndpointSelectionStrategy);

    private static bool MayUse(StorageEndpoint endpoint, DispatchedRequest request) =>
        endpoint.IsOpenForRequests && endpoint.HasTryFor(request);
}
