using S3Kit.Queueing;

namespace S3Kit.Tests.Queueing;

/// <summary>A target with as many free slots as the test says.</summary>
internal sealed class QueueTarget : DispatchTarget
{
    public int Slots { get; set; } = int.MaxValue;

    public override bool CanRun(QueuedRequest request) => Slots > 0;
}
