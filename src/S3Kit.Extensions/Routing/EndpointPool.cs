using System.Buffers;
using System.Collections.Concurrent;
using S3Kit.Dispatching;
using S3Kit.Queueing;
using S3Kit.Resilience;

namespace S3Kit.Routing;

/// <summary>
/// Endpoints over the same objects. Which of them a request may go to is decided here; which of those it does go to, by the strategy. In order:
/// breaker lets it through and the request has tries left there; not cooling down; not tried yet; the lowest tier.
/// </summary>
internal sealed class EndpointPool(string name) : DispatchTarget
{
    private readonly ConcurrentDictionary<string, RequestLane> _lanes = new(StringComparer.OrdinalIgnoreCase);
    private volatile StorageEndpoint[] _members = [];

    public string Name { get; } = name;

    /// <summary>How long reads take here, and what may be spent on asking a second endpoint.</summary>
    public HedgeGauge Hedges { get; } = new();

    /// <summary>The endpoints, in the order of their names. Replaced as a whole, never changed.</summary>
    public StorageEndpoint[] Members
    {
        get => _members;
        set => _members = value;
    }

    /// <summary>
    /// The lane of requests that go to one of the endpoints rather than to any: who waits for that one does not hold up those that another may serve.
    /// </summary>
    public RequestLane LaneOf(string endpoint) => _lanes.GetOrAdd(endpoint, static _ => new RequestLane());

    // Runs under the queue's lock for every look at the queue: no allocation, no strategy.
    public override bool CanRun(QueuedRequest request)
    {
        var dispatched = (DispatchedRequest)request;
        int best = int.MaxValue;
        bool free = false;
        foreach (StorageEndpoint endpoint in _members)
        {
            int rank = Rank(endpoint, dispatched);
            if (rank < best)
            {
                best = rank;
                free = endpoint.HasFreeSlot;
            }
            else if (rank == best && rank != int.MaxValue)
            {
                free |= endpoint.HasFreeSlot;
            }
        }

        // With no endpoint to go to there is nothing to wait for: the request fails at once.
        return free || best == int.MaxValue;
    }

    /// <summary>Whether any endpoint would take the request, be it busy at the moment.</summary>
    public bool HasCandidate(DispatchedRequest request)
    {
        foreach (StorageEndpoint endpoint in _members)
        {
            if (Rank(endpoint, request) != int.MaxValue)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an endpoint that the request has not been to yet would take it.</summary>
    public bool HasUntriedCandidate(DispatchedRequest request)
    {
        foreach (StorageEndpoint endpoint in _members)
        {
            if (request.TriesOn(endpoint) == 0 && endpoint.IsUsable && endpoint.HasTryFor(request))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Step 5: chooses an endpoint for the request and takes one of its slots.</summary>
    /// <returns>The endpoint; <see langword="null"/> when those that come first are busy, or there is none.</returns>
    public StorageEndpoint? TakeSlot(DispatchedRequest request, SelectionStrategy strategy)
    {
        StorageEndpoint[] members = _members;
        if (members.Length == 1)
        {
            return Rank(members[0], request) != int.MaxValue && members[0].TryTakeSlot(request) ? members[0] : null;
        }

        int best = int.MaxValue;
        foreach (StorageEndpoint endpoint in members)
        {
            best = Math.Min(best, Rank(endpoint, request));
        }

        if (best == int.MaxValue)
        {
            return null;
        }

        StorageEndpoint[] candidates = ArrayPool<StorageEndpoint>.Shared.Rent(members.Length);
        try
        {
            int count = 0;
            StorageEndpoint? preferred = null;
            foreach (StorageEndpoint endpoint in members)
            {
                if (Rank(endpoint, request) == best && endpoint.HasFreeSlot)
                {
                    candidates[count++] = endpoint;
                    if (request.PreferredEndpoint is { } name && string.Equals(endpoint.Name, name, StringComparison.OrdinalIgnoreCase))
                    {
                        preferred = endpoint;
                    }
                }
            }

            if (preferred is not null && preferred.TryTakeSlot(request))
            {
                return preferred;
            }

            while (count > 0)
            {
                int chosen = strategy.Select(candidates.AsSpan(0, count), request.Selection);
                StorageEndpoint endpoint = candidates[chosen];
                if (endpoint.TryTakeSlot(request))
                {
                    return endpoint;
                }

                candidates[chosen] = candidates[--count];
            }

            return null;
        }
        finally
        {
            ArrayPool<StorageEndpoint>.Shared.Return(candidates, clearArray: true);
        }
    }

    /// <summary>Takes a slot for a second attempt beside the first, at an endpoint that comes as high as the first did; none when that would mean to wait.</summary>
    public StorageEndpoint? TakeHedgeSlot(DispatchedRequest request, StorageEndpoint first, SelectionStrategy strategy) =>
        Array.Exists(_members, endpoint => endpoint != first && endpoint.IsUsable && endpoint.Settings.Tier <= first.Settings.Tier && endpoint.HasFreeSlot)
            ? TakeSlot(request, strategy)
            : null;

    /// <summary>The endpoint that a strategy chooses now, without taking a slot. With none usable, one that is not is still an answer: its state says so.</summary>
    public StorageEndpoint Choose(SelectionStrategy strategy)
    {
        StorageEndpoint[] candidates = _members;
        if (candidates.Length == 0)
        {
            throw new S3NoEndpointException($"There is no endpoint in the pool '{Name}'.");
        }

        if (Array.Exists(candidates, static endpoint => endpoint.IsUsable))
        {
            candidates = Array.FindAll(candidates, static endpoint => endpoint.IsUsable);
        }

        int tier = candidates.Min(static endpoint => endpoint.Settings.Tier);
        candidates = Array.FindAll(candidates, endpoint => endpoint.Settings.Tier == tier);
        return candidates[strategy.Select(candidates, new EndpointSelectionContext { Pool = Name })];
    }

    private static int Rank(StorageEndpoint endpoint, DispatchedRequest request)
    {
        if (!endpoint.IsOpenForRequests || !endpoint.HasTryFor(request))
        {
            return int.MaxValue;
        }

        EndpointSettings settings = endpoint.Settings;
        int tries = request.TriesOn(endpoint);

        // Which tier is a smaller matter than where an upload began, and that is a smaller one than having failed there.
        bool astray = request.PinnedEndpoint is { } pinned && !string.Equals(pinned, settings.Name, StringComparison.OrdinalIgnoreCase);
        bool failed = tries > 0 || (request.AvoidedEndpoint is { } avoided && string.Equals(avoided, settings.Name, StringComparison.OrdinalIgnoreCase));
        return (endpoint.CoolingUntil is null ? 0 : 1 << 20) + (failed ? 1 << 10 : 0) + (astray ? 1 << 9 : 0) + settings.Tier;
    }
}
