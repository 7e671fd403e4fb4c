using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace S3Kit.Benchmarks.Hedging;

/// <summary>Three endpoints that answer a HEAD in 2 ms, but one of which is slow: what the callers see of it, without and with hedged reads.</summary>
internal static class HedgingBenchmark
{
    private const int Callers = 16;
    private const int ReadsPerCaller = 250;
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(2);

    public static async Task RunAsync()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Callers} callers, {ReadsPerCaller} reads each, three endpoints at {Usual.TotalMilliseconds} ms, round-robin"));
        Console.WriteLine();
        Console.WriteLine("| One of the three | Hedging | p50 ms | p95 ms | p99 ms | max ms | requests for each read |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        TimeSpan slow = TimeSpan.FromMilliseconds(200);
        await MeasureAsync("takes 200 ms for one read in ten", slow, 10, "off", static _ => { }).ConfigureAwait(false);
        await MeasureAsync("takes 200 ms for one read in ten", slow, 10, "on, as it comes", static options => options.Hedging.Enabled = true).ConfigureAwait(false);
        await MeasureAsync("always takes 200 ms", slow, 1, "off", static _ => { }).ConfigureAwait(false);
        await MeasureAsync("always takes 200 ms", slow, 1, "Delay 10 ms, MaxShare 0.5", static options =>
        {
            options.Hedging.Enabled = true;
            options.Hedging.Delay = TimeSpan.FromMilliseconds(10);
            options.Hedging.MaxShare = 0.5;
        }).ConfigureAwait(false);
    }

    private static async Task MeasureAsync(string what, TimeSpan slow, int slowOneIn, string hedging, Action<S3KitOptions> configure)
    {
        DelayedEndpoint[] endpoints = [new(Usual, slow, slowOneIn), new(Usual, slow, 0), new(Usual, slow, 0)];
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.ClearProviders());
        IS3KitBuilder builder = services.AddS3Kit(options =>
        {
            options.MaxConcurrentRequests = Callers * 2;
            configure(options);
        });
        for (int i = 0; i < endpoints.Length; i++)
        {
            string name = "gateway-" + i.ToString(CultureInfo.InvariantCulture);
            DelayedEndpoint endpoint = endpoints[i];
            builder.AddEndpoint(name, options =>
            {
                options.Url = $"http://{name}.test";
                options.MaxConcurrentRequests = Callers * 2;
            });
            builder.ConfigureHttpClient(name, client => client.ConfigurePrimaryHttpMessageHandler(() => endpoint));
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        var store = provider.GetRequiredService<IObjectStore>();
        await ReadAsync(store, 50).ConfigureAwait(false); // What is learnt, and compiled, is not measured.
        int before = endpoints.Sum(static endpoint => endpoint.Requests);
        List<double> times = await ReadAsync(store, ReadsPerCaller).ConfigureAwait(false);
        double share = (double)(endpoints.Sum(static endpoint => endpoint.Requests) - before) / times.Count;
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {hedging} | {Percentiles.At(times, 0.5):0.0} | {Percentiles.At(times, 0.95):0.0} | {Percentiles.At(times, 0.99):0.0} | {times[^1]:0.0} | {share:0.00} |"));
    }

    private static async Task<List<double>> ReadAsync(IObjectStore store, int reads)
    {
        IEnumerable<Task<List<double>>> callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var times = new List<double>();
            for (int i = 0; i < reads; i++)
            {
                long started = TimeProvider.System.GetTimestamp();
                await store.HeadObjectAsync("bucket", "key").ConfigureAwait(false);
                times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            }

            return times;
        }));
        return [.. (await Task.WhenAll(callers).ConfigureAwait(false)).SelectMany(static times => times)];
    }
}
