using S3Kit.Queueing;
using S3Kit.Routing;

namespace S3Kit.Dispatching;

/// <summary>A request as the dispatcher sees it: something that is started with an endpoint's slot in hand, comes back for another, and can be failed.</summary>
internal abstract class DispatchedRequest(RequestPriority priority, DispatchTarget target) : QueuedRequest(priority, target)
{
    /// <summary>Whether it holds one of the dispatcher's slots. Touched only by the dispatcher and by the request's own run.</summary>
    public bool HoldsSlot { get; set; }

    /// <summary>The endpoint it would rather go to when it can; <see langword="null"/> for any.</summary>
    public virtual string? PreferredEndpoint => null;

    /// <summary>The endpoint it must go to as long as that works; <see langword="null"/> for any.</summary>
    public virtual string? PinnedEndpoint => null;

    /// <summary>The endpoint it is to go to only when no other takes it; <see langword="null"/> for none.</summary>
    public virtual string? AvoidedEndpoint => null;

    /// <summary>The name of the strategy that chooses its endpoints; <see langword="null"/> for the configured one.</summary>
    public virtual string? Strategy => null;

    /// <summary>What a strategy is told of it.</summary>
    public virtual EndpointSelectionContext Selection => new() { Pool = "", Priority = Priority, Attempts = Attempts };

    internal override RequestLane Lane =>
        Target is EndpointPool pool && (PinnedEndpoint ?? AvoidedEndpoint) is { } particular ? pool.LaneOf(particular) : Target.Lane;

    /// <summary>How often it has been sent.</summary>
    public abstract int Attempts { get; }

    /// <summary>How often it has waited before trying again.</summary>
    public abstract int Backoffs { get; }

    /// <summary>How often it has been sent to an endpoint.</summary>
    public abstract int TriesOn(StorageEndpoint endpoint);

    /// <summary>Reserves an endpoint's slot for the next attempt.</summary>
    /// <returns>Whether the request can be started: it has a slot, or there is nothing to wait for and it will fail at once.</returns>
    public abstract bool TryRoute();

    /// <summary>Starts the request, or lets it go on when it came back. Called by the dispatcher, never with the caller's code on the stack.</summary>
    public abstract void Start();

    /// <summary>Gives back what <see cref="TryRoute"/> reserved, when the request was cancelled in between.</summary>
    public abstract void CancelRoute();

    /// <summary>Ends a request that still waits.</summary>
    public abstract void Fail(Exception error);
}
