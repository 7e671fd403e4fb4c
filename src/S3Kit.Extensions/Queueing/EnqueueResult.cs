namespace S3Kit.Queueing;

/// <summary>What became of a request that came to the queue.</summary>
internal enum EnqueueResult
{
    /// <summary>It has a place.</summary>
    Accepted,

    /// <summary>It waits for a place.</summary>
    Waiting,

    /// <summary>The queue is full.</summary>
    Full,

    /// <summary>The queue takes nothing any more.</summary>
    Closed,
}
