namespace S3Kit.Queueing;

/// <summary>A request as the queue sees it: a node of one of its lists. All fields but the priority and target are the queue's, under its lock.</summary>
internal abstract class QueuedRequest(RequestPriority priority, DispatchTarget target)
{
    public RequestPriority Priority { get; } = priority;

    public DispatchTarget Target { get; } = target;

    /// <summary>Where it waits: with others that wait for the same.</summary>
    internal virtual RequestLane Lane => Target.Lane;

    /// <summary>Whether it goes on with what was accepted already: then it waits where others are refused, and is taken while the queue closes.</summary>
    public virtual bool Continues => false;

    /// <summary>The order of acceptance; kept when a request comes back to be tried again.</summary>
    internal long Sequence { get; set; }

    /// <summary>When it was accepted.</summary>
    internal long EnqueuedAt { get; set; }

    /// <summary>Whether it has been dispatched before and waits for another try: it holds no place of the bounded queue.</summary>
    internal bool IsReturning { get; set; }

    internal RequestList? List { get; set; }

    internal QueuedRequest? Previous { get; set; }

    internal QueuedRequest? Next { get; set; }
}
