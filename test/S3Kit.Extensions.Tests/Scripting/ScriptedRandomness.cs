using S3Kit.Resilience;

namespace S3Kit.Tests.Scripting;

/// <summary>Chance as the test wants it. Without a script, the middle of every delay and the first of all.</summary>
internal sealed class ScriptedRandomness : Randomness
{
    public Func<double> Double { get; set; } = static () => 0.5;

    public Func<int, int> Choice { get; set; } = static _ => 0;

    public override double NextDouble() => Double();

    public override int Next(int bound) => Choice(bound);
}
