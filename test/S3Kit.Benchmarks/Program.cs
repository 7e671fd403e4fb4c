using S3Kit.Benchmarks.Hedging;
using S3Kit.Benchmarks.Queueing;

// What is measured stands in the first argument; each prints a table of its own.
switch (args.FirstOrDefault())
{
    case "queue":
        await QueueBenchmark.RunAsync().ConfigureAwait(false);
        return 0;
    case "hedging":
        await HedgingBenchmark.RunAsync().ConfigureAwait(false);
        return 0;
    default:
        Console.Error.WriteLine(
            """
            dotnet run -c Release --project test/S3Kit.Benchmarks -- VERB

              queue     from enqueue to dispatch, by 1, 16 and 256 producers, against a plain Channel
              hedging   the tail of reads with one slow endpoint of three, without and with hedged reads
            """);
        return 2;
}
