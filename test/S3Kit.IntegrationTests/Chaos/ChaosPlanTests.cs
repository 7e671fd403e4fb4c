using S3Kit.Chaos.Planning;

namespace S3Kit.IntegrationTests;

public sealed class ChaosPlanTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(2);

    [Test]
    public void Make_SameSeed_IsTheSamePlan()
    {
        var plan = ChaosPlan.Make(42, Duration, 3);

        Assert.That(ChaosPlan.Make(42, Duration, 3), Is.EqualTo(plan));
        Assert.That(ChaosPlan.Make(43, Duration, 3), Is.Not.EqualTo(plan));
    }

    /// <summary>Trouble and its end in turn, for each gateway; the first, which has no proxy, is never asked for one.</summary>
    [Test]
    public void Make_AnySeed_UndoesWhatItDoesInTime()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            foreach (var gateway in ChaosPlan.Make(seed, Duration, 3).GroupBy(step => step.Gateway))
            {
                foreach (var pair in gateway.Chunk(2))
                {
                    Assert.That(pair, Has.Length.EqualTo(2), $"seed {seed}");
                    Assert.That(pair[1].Kind, Is.EqualTo(pair[0].Kind + 1), $"seed {seed}: {pair[0]}, then {pair[1]}");
                    Assert.That(pair[1].At, Is.LessThan(Duration));
                    Assert.That(pair[0].Fault is null, Is.EqualTo(pair[0].Kind != StepKind.Break));
                    Assert.That(gateway.Key > 1 || pair[0].Kind != StepKind.Break);
                }
            }
        }
    }
}
