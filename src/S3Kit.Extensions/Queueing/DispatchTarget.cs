namespace S3Kit.Queueing;

/// <summary>What requests are waiting for: a pool, or one endpoint.</summary>
internal abstract class DispatchTarget
{
    internal RequestLane Lane { get; } = new();

    /// <summary>
    /// Whether the request could be sent now, or would fail at once. Called under the queue's lock: it only looks at counters.
    /// </summary>
    public abstract bool CanRun(QueuedRequest request);
}
