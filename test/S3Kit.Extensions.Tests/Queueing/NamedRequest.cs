using S3Kit.Queueing;

namespace S3Kit.Tests.Queueing;

/// <summary>A request that is nothing but its place in the queue.</summary>
internal sealed class NamedRequest(string name, DispatchTarget target, RequestPriority priority = RequestPriority.Normal) : QueuedRequest(priority, target)
{
    public override string ToString() => name;
}
