using System.Globalization;
using S3Kit.Benchmarks.Allocations;
using S3Kit.Benchmarks.Compare;
using S3Kit.Benchmarks.Hedging;
using S3Kit.Benchmarks.Micro;
using S3Kit.Benchmarks.Queueing;
using S3Kit.Benchmarks.Server;

// What is measured stands in the first argument; each prints tables of its own.
switch (args.FirstOrDefault())
{
    case "compare":
        return await new CompareCommand(CompareArguments.Parse(args[1..])).RunAsync().ConfigureAwait(false);
    case "micro":
        MicroBenchmarks.Run(args[1..]);
        return 0;
    case "queue":
        await QueueBenchmark.RunAsync().ConfigureAwait(false);
        return 0;
    case "hedging":
        await HedgingBenchmark.RunAsync().ConfigureAwait(false);
        return 0;
    case "allocations":
        await AllocationsCommand.RunAsync(args.ElementAtOrDefault(1) ?? "get").ConfigureAwait(false);
        return 0;
    case "serve":
        await LoopbackServer.RunAsync(TimeSpan.FromMilliseconds(double.Parse(args[1], CultureInfo.InvariantCulture)), long.Parse(args[2], CultureInfo.InvariantCulture)).ConfigureAwait(false);
        return 0;
    case "worker":
        await Worker.RunAsync(args[1]).ConfigureAwait(false);
        return 0;
    default:
        Console.Error.WriteLine(
            """
            dotnet run -c Release --project test/S3Kit.Benchmarks -- VERB

              compare   side by side with bare HttpClient, AWSSDK.S3 and Minio, with the bars held or missed
                        [--case NAME]... [--rounds 5] [--seconds 2] [--json FILE] [--endpoint URL]
              micro     single steps with BenchmarkDotNet; its arguments follow, such as --filter *Signing*
              allocations [get|put|head|list]
                        what an operation allocates, by type
              queue     from enqueue to dispatch, by 1, 16 and 256 producers, against a plain Channel
              hedging   the tail of reads with one slow endpoint of three, without and with hedged reads
            """);
        return 2;
}
