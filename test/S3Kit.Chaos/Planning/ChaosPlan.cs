using S3Kit.Chaos.Faults;

namespace S3Kit.Chaos.Planning;

/// <summary>
/// All that will happen, drawn from the seed before anything does. Each gateway is well for some seconds, then in trouble for some; now and then all are
/// dead at a time.
/// </summary>
internal static class ChaosPlan
{
    private static readonly TimeSpan StormEvery = TimeSpan.FromSeconds(30);
    private static readonly FaultKind[] Faults = Enum.GetValues<FaultKind>();

    /// <param name="seed">What it is drawn from.</param>
    /// <param name="duration">How long it lasts; all is mended by then.</param>
    /// <param name="gateways">How many there are. The first has no proxy.</param>
    public static IReadOnlyList<ChaosStep> Make(int seed, TimeSpan duration, int gateways)
    {
        var random = new Random(seed);
        var storms = new List<(double From, double To)>();
        for (var at = StormEvery; at < duration; at += StormEvery)
        {
            var from = at.TotalSeconds - Between(random, 5, 15);
            storms.Add((from, from + Between(random, 1, 4)));
        }

        var steps = new List<ChaosStep>();
        for (var gateway = 1; gateway <= gateways; gateway++)
        {
            AddTimeline(steps, random, gateway, duration.TotalSeconds - 2, storms);
        }

        return [.. steps.OrderBy(step => step.At)];
    }

    private static void AddTimeline(List<ChaosStep> steps, Random random, int gateway, double end, List<(double From, double To)> storms)
    {
        foreach (var (from, to) in storms)
        {
            steps.Add(new ChaosStep(TimeSpan.FromSeconds(from), gateway, StepKind.Kill));
            steps.Add(new ChaosStep(TimeSpan.FromSeconds(to), gateway, StepKind.Revive));
        }

        for (var from = Between(random, 1, 5); ; from += Between(random, 2, 6))
        {
            var to = from + Between(random, 1, 4);
            if (to > end)
            {
                return;
            }

            if (storms.FirstOrDefault(storm => from < storm.To + 1 && to > storm.From - 1) is { To: > 0 } storm)
            {
                from = storm.To;
                continue;
            }

            AddTrouble(steps, random, gateway, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to));
            from = to;
        }
    }

    private static void AddTrouble(List<ChaosStep> steps, Random random, int gateway, TimeSpan from, TimeSpan to)
    {
        // Two of five times, or always where there is no proxy, it is the gateway itself.
        var draw = random.Next(gateway == 1 ? 2 : 5);
        steps.Add(draw switch
        {
            0 => new ChaosStep(from, gateway, StepKind.Kill),
            1 => new ChaosStep(from, gateway, StepKind.Freeze),
            _ => new ChaosStep(from, gateway, StepKind.Break, DrawFault(random)),
        });
        steps.Add(new ChaosStep(to, gateway, draw switch { 0 => StepKind.Revive, 1 => StepKind.Thaw, _ => StepKind.Mend }));
    }

    private static Fault DrawFault(Random random) => new(Faults[random.Next(Faults.Length)])
    {
        After = random.Next(3) == 0 ? random.Next(100) : random.Next(200_000),
        Delay = TimeSpan.FromMilliseconds(random.Next(50, 3000)),
        BytesPerSecond = random.Next(256, 2048) * 1024,
        Chance = random.Next(2) == 0 ? 1 : Between(random, 0.1, 0.9),
    };

    private static double Between(Random random, double from, double to) => from + ((to - from) * random.NextDouble());
}
