using System.Globalization;
using System.Threading.Channels;
using S3Kit.Dispatching;
using S3Kit.Queueing;

namespace S3Kit.Benchmarks.Queueing;

/// <summary>
/// From enqueue to dispatch: producers put items in, one consumer takes them out, as the dispatcher's pump does. The measure is a plain bounded <see cref="Channel{T}"/>, which knows no
/// priorities, targets, ageing, or removal of what was cancelled.
/// </summary>
internal static class QueueBenchmark
{
    private const int Items = 400_000;
    private const int Capacity = 1_000_000;
    private const int Rounds = 7;

    public static async Task RunAsync()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Items} items, {Rounds} rounds in turn, medians; {Environment.ProcessorCount} processors"));
        Console.WriteLine();
        Console.WriteLine("| Producers | Channel ns | Queue ns | Ratio | Channel B | Queue B |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (int producers in (int[])[1, 16, 256])
        {
            await ChannelRoundAsync(producers).ConfigureAwait(false);
            await QueueRoundAsync(producers).ConfigureAwait(false);
            var channel = new List<QueueRound>();
            var queue = new List<QueueRound>();
            for (int round = 0; round < Rounds; round++)
            {
                channel.Add(await ChannelRoundAsync(producers).ConfigureAwait(false));
                queue.Add(await QueueRoundAsync(producers).ConfigureAwait(false));
            }

            double plain = Percentiles.Median(channel.Select(static round => round.NanosecondsPerItem));
            double ours = Percentiles.Median(queue.Select(static round => round.NanosecondsPerItem));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {producers} | {plain:0} | {ours:0} | {ours / plain:0.0} | {Percentiles.Median(channel.Select(static round => round.BytesPerItem)):0} | {Percentiles.Median(queue.Select(static round => round.BytesPerItem)):0} |"));
        }
    }

    private static Task<QueueRound> QueueRoundAsync(int producers)
    {
        var queue = new PriorityRequestQueue(TimeProvider.System);
        queue.Configure(Capacity, QueueFullMode.Wait, TimeSpan.FromSeconds(5));
        var signal = new AsyncSignal();
        var target = new FreeTarget();
        return MeasureAsync(
            producers,
            priority =>
            {
                queue.Enqueue(new MeasuredRequest(priority, target));
                signal.Set();
            },
            async () =>
            {
                for (int taken = 0; taken < Items;)
                {
                    while (queue.Peek() is { } next && queue.TryTake(next))
                    {
                        taken++;
                    }

                    if (taken < Items)
                    {
                        await signal.WaitAsync().ConfigureAwait(false);
                    }
                }
            });
    }

    private static Task<QueueRound> ChannelRoundAsync(int producers)
    {
        var channel = Channel.CreateBounded<MeasuredRequest>(new BoundedChannelOptions(Capacity) { SingleReader = true });
        var target = new FreeTarget();
        return MeasureAsync(
            producers,
            priority => channel.Writer.TryWrite(new MeasuredRequest(priority, target)),
            async () =>
            {
                for (int taken = 0; taken < Items;)
                {
                    while (channel.Reader.TryRead(out _))
                    {
                        taken++;
                    }

                    if (taken < Items)
                    {
                        await channel.Reader.WaitToReadAsync().ConfigureAwait(false);
                    }
                }
            });
    }

    private static async Task<QueueRound> MeasureAsync(int producers, Action<RequestPriority> enqueue, Func<Task> consume)
    {
        GC.Collect();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long started = TimeProvider.System.GetTimestamp();
        Task consumer = Task.Run(consume);
        int share = Items / producers;
        Task[] writers = [.. Enumerable.Range(0, producers).Select(index => Task.Run(() =>
        {
            int count = index == 0 ? Items - (share * (producers - 1)) : share;
            for (int i = 0; i < count; i++)
            {
                enqueue((RequestPriority)((i % 3) - 1));
            }
        }))];
        await Task.WhenAll(writers).ConfigureAwait(false);
        await consumer.ConfigureAwait(false);
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(started);
        return new QueueRound(elapsed.TotalNanoseconds / Items, (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / Items);
    }
}
