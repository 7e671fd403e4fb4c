namespace S3Kit.Queueing;

/// <summary>The requests that wait for one target, or for one endpoint of a pool, by priority. A lane whose target is busy never holds up another.</summary>
internal sealed class RequestLane
{
    /// <summary>Accepted and never dispatched, by priority: low, normal, high.</summary>
    private readonly RequestList[] _fresh = [new(), new(), new()];

    /// <summary>The lane's place among the lanes that hold something.</summary>
    public bool IsListed { get; set; }

    /// <summary>How many requests for it wait for a place of the queue.</summary>
    public int Waiting { get; set; }

    /// <summary>Dispatched before and waiting for another try.</summary>
    public RequestList Returning { get; } = new();

    public bool IsEmpty => Returning.Count == 0 && _fresh[0].Count == 0 && _fresh[1].Count == 0 && _fresh[2].Count == 0;

    public RequestList Fresh(RequestPriority priority) => _fresh[(int)priority + 1];
}
