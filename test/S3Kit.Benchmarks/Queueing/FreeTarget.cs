using S3Kit.Queueing;

namespace S3Kit.Benchmarks.Queueing;

/// <summary>A target that always has room.</summary>
internal sealed class FreeTarget : DispatchTarget
{
    public override bool CanRun(QueuedRequest request) => true;
}
