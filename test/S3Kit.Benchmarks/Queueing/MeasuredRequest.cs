using S3Kit.Queueing;

namespace S3Kit.Benchmarks.Queueing;

/// <summary>A request that is nothing but its place in the queue.</summary>
internal sealed class MeasuredRequest(RequestPriority priority, DispatchTarget target) : QueuedRequest(priority, target);
