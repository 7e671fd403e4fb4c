using System.Globalization;
using System.Text.Json;
using S3Kit.Benchmarks.Contenders;

namespace S3Kit.Benchmarks.Compare;

/// <summary>
/// Measures all contenders side by side: each in a process of its own, against a server in another, in turns (A B C D, A B C D, ...), so that whatever else the machine does falls on all of them. What
/// counts are ratios of medians.
/// </summary>
internal sealed class CompareCommand(CompareArguments arguments)
{
    private static readonly TimeSpan FarDelay = TimeSpan.FromMilliseconds(20);
    private const long FarBytesPerSecond = 50_000_000;

    public async Task<int> RunAsync()
    {
        await using var near = new ChildProcess("serve", "0", "0");
        await using var far = new ChildProcess("serve", FarDelay.TotalMilliseconds.ToString(CultureInfo.InvariantCulture), FarBytesPerSecond.ToString(CultureInfo.InvariantCulture));
        Target nearTarget = arguments.Target ?? new Target(new Uri(await near.ReadLineAsync().ConfigureAwait(false)), "access", "secretsecret", "bucket");
        var farTarget = new Target(new Uri(await far.ReadLineAsync().ConfigureAwait(false)), "access", "secretsecret", "bucket");
        if (arguments.Target is not null)
        {
            await PrepareAsync(nearTarget).ConfigureAwait(false);
        }

        var workers = new Dictionary<string, ChildProcess>(StringComparer.Ordinal);
        var results = new List<CaseResult>();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{arguments.Rounds} rounds of {arguments.Seconds} s in turn, medians; {Environment.ProcessorCount} processors, .NET {Environment.Version}; {(arguments.Target is null ? "loopback server" : "a real endpoint")}"));
        Console.WriteLine();
        Console.WriteLine("| Case | Callers | Contender | ops/s | MB/s | KB/op | CPU ms/op | to bare | s3kit over it |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        try
        {
            foreach (string contender in Contender.All)
            {
                workers[contender] = new ChildProcess("worker", contender);
            }

            foreach (CaseDefinition definition in CaseDefinition.All.Where(arguments.Wants))
            {
                CaseResult result = await MeasureAsync(definition, definition.IsFar ? farTarget : nearTarget, workers).ConfigureAwait(false);
                results.Add(result);
                Print(result);
            }
        }
        finally
        {
            foreach (ChildProcess worker in workers.Values)
            {
                await worker.DisposeAsync().ConfigureAwait(false);
            }
        }

        bool allHeld = PrintBars(results);
        if (arguments.JsonFile is { } file)
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(results.SelectMany(Rows), JsonSerializerOptions.Web)).ConfigureAwait(false);
        }

        return allHeld ? 0 : 1;
    }

    /// <summary>Puts what is read on a real endpoint.</summary>
    private static async Task PrepareAsync(Target target)
    {
        await using var client = new S3KitContender(target, 1);
        await client.Store.CreateBucketAsync(target.Bucket).ConfigureAwait(false);
        foreach (long size in CaseDefinition.All.Where(static definition => definition.Size > 0).Select(static definition => definition.Size).Distinct())
        {
            using var zeros = new MemoryStream(new byte[size], writable: false);
            await client.Store.PutObjectAsync(target.Bucket, string.Create(CultureInfo.InvariantCulture, $"zeros-{size}"), zeros).ConfigureAwait(false);
        }
    }

    private async Task<CaseResult> MeasureAsync(CaseDefinition definition, Target target, Dictionary<string, ChildProcess> workers)
    {
        var rounds = Contender.All.ToDictionary(static name => name, static _ => new List<Measurement>(), StringComparer.Ordinal);
        bool isFresh = definition.Work is WorkKind.First or WorkKind.Idle;
        for (int round = isFresh ? 0 : -1; round < arguments.Rounds; round++)
        {
            foreach (string contender in Contender.All)
            {
                ChildProcess? fresh = isFresh ? new ChildProcess("worker", contender) : null;
                Measurement measured = await OrderAsync(fresh ?? workers[contender], new WorkOrder(definition, target, "zeros-", arguments.Seconds)).ConfigureAwait(false);
                if (fresh is not null)
                {
                    await fresh.DisposeAsync().ConfigureAwait(false);
                }

                // The first round warms up.
                if (round >= 0)
                {
                    rounds[contender].Add(measured);
                }
            }
        }

        return new CaseResult(definition, rounds.ToDictionary(static each => each.Key, static each => (IReadOnlyList<Measurement>)each.Value, StringComparer.Ordinal));
    }

    private static async Task<Measurement> OrderAsync(ChildProcess worker, WorkOrder order)
    {
        await worker.WriteLineAsync(JsonSerializer.Serialize(order)).ConfigureAwait(false);
        return JsonSerializer.Deserialize<Measurement>(await worker.ReadLineAsync().ConfigureAwait(false))!;
    }

    private static IEnumerable<CompareRow> Rows(CaseResult result) => result.Contenders.Select(contender => new CompareRow(
        result.Definition.Name,
        result.Definition.Callers,
        contender,
        Math.Round(result.Operations(contender), 1),
        Math.Round(result.Median(contender, static round => round.MegabytesPerSecond), 1),
        Math.Round(result.Median(contender, static round => round.AllocatedKilobytes), 2),
        Math.Round(result.Median(contender, static round => round.CpuPerOperation), 4),
        Math.Round(result.Ratio(contender, Contender.Bare), 2),
        Math.Round(result.Ratio(Contender.S3Kit, contender), 2)));

    private static void Print(CaseResult result)
    {
        foreach (CompareRow row in Rows(result))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {row.Case} | {row.Callers} | {row.Contender} | {row.Ops} | {row.Mbps} | {row.AllocKb} | {row.CpuMs} | {row.RatioToBare} | {row.S3KitOver} |"));
        }
    }

    private static bool PrintBars(List<CaseResult> results)
    {
        Console.WriteLine();
        Console.WriteLine("| Case | Callers | Bar | Wanted | Measured | |");
        Console.WriteLine("|---|---|---|---|---|---|");
        bool allHeld = true;
        foreach (Bar bar in Bar.All)
        {
            if (results.Find(result => result.Definition.Name == bar.Case && result.Definition.Callers == bar.Callers) is { } result)
            {
                double value = bar.Measure(result);
                bool held = bar.IsHeld(value);
                allHeld &= held;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"| {bar.Case} | {bar.Callers} | {bar.Text} | {(bar.IsMost ? "at most" : "at least")} {bar.Wanted} | {value:0.##} | {(held ? "held" : "missed")} |"));
            }
        }

        return allHeld;
    }
}
