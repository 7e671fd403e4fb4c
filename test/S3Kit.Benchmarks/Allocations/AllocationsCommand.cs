using System.Globalization;
using S3Kit.Benchmarks.Compare;
using S3Kit.Benchmarks.Contenders;

namespace S3Kit.Benchmarks.Allocations;

/// <summary>What S3Kit allocates for an operation, by type: where to look next.</summary>
internal static class AllocationsCommand
{
    private const int Callers = 16;
    private const int Operations = 200_000;

    public static async Task RunAsync(string work)
    {
        await using var server = new ChildProcess("serve", "0", "0");
        var target = new Target(new Uri(await server.ReadLineAsync().ConfigureAwait(false)), "access", "secretsecret", "bucket");
        await using var contender = new S3KitContender(target, Callers);
        using var listener = new AllocationListener();
        int operations = work == "list" ? 200 : Operations;
        await DoAsync(contender, work, operations / 10).ConfigureAwait(false);
        listener.Forget();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await DoAsync(contender, work, operations).ConfigureAwait(false);
        double each = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / operations;
        double all = listener.Samples.Values.Sum();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work}: {each:0} bytes an operation, {Callers} callers, by samples of the runtime"));
        Console.WriteLine();
        Console.WriteLine("| Bytes | Type |");
        Console.WriteLine("|---|---|");
        foreach ((string type, long count) in listener.Samples.OrderByDescending(static each => each.Value).Take(45))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count / all * each:0} | `{type}` |"));
        }
    }

    private static Task DoAsync(S3KitContender contender, string work, int operations)
    {
        byte[] content = new byte[4096];
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < operations / Callers; i++)
            {
                await (work switch
                {
                    "put" => contender.PutAsync("put-4096", content, CancellationToken.None),
                    "head" => contender.HeadAsync("zeros-4096", CancellationToken.None),
                    "list" => contender.ListAsync(CancellationToken.None),
                    _ => contender.GetAsync("zeros-4096", CancellationToken.None),
                }).ConfigureAwait(false);
            }
        })));
    }
}
