namespace S3Kit;

/// <summary>How many requests wait and run at one moment. Those that wait out a delay before another try are in none of the numbers.</summary>
public sealed record QueueSnapshot
{
    /// <summary>Requests of <see cref="RequestPriority.High"/> that have a place in the queue.</summary>
    public int High { get; init; }

    /// <summary>Requests of <see cref="RequestPriority.Normal"/> that have a place in the queue.</summary>
    public int Normal { get; init; }

    /// <summary>Requests of <see cref="RequestPriority.Low"/> that have a place in the queue.</summary>
    public int Low { get; init; }

    /// <summary>Requests that found the queue full and wait for a place (<see cref="QueueFullMode.Wait"/>).</summary>
    public int WaitingForPlace { get; init; }

    /// <summary>The places there are: <see cref="S3KitOptions.QueueSize"/>.</summary>
    public int Capacity { get; init; }

    /// <summary>Requests that run, at most <see cref="S3KitOptions.MaxConcurrentRequests"/>.</summary>
    public int Running { get; init; }

    /// <summary>All that have a place.</summary>
    public int Count => High + Normal + Low;
}
