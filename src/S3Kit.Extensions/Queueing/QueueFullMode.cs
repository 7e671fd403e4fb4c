namespace S3Kit;

/// <summary>What happens to a request that finds the queue full (<see cref="S3KitOptions.QueueSize"/>).</summary>
public enum QueueFullMode
{
    /// <summary>The call waits for a place, within its own timeout and cancellation.</summary>
    Wait,

    /// <summary>The call fails at once with <see cref="S3QueueFullException"/>.</summary>
    Reject,
}
