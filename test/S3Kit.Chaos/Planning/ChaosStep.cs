using S3Kit.Chaos.Faults;

namespace S3Kit.Chaos.Planning;

/// <summary>Something that happens to a gateway.</summary>
/// <param name="At">When, from the start on.</param>
/// <param name="Gateway">Which, from 1 on.</param>
/// <param name="Kind">What.</param>
/// <param name="Fault">What its proxy does, when that is what happens.</param>
internal sealed record ChaosStep(TimeSpan At, int Gateway, StepKind Kind, Fault? Fault = null)
{
    public override string ToString() =>
        FormattableString.Invariant($"{At.TotalSeconds,6:F1} s  gateway {Gateway}  {Kind}{(Fault is null ? "" : $" {Fault}")}");
}
