using System.Collections.Concurrent;
using S3Kit.Chaos.Gateways;
using S3Kit.Chaos.Load;
using S3Kit.Chaos.Model;

namespace S3Kit.Chaos.Measuring;

/// <summary>Figures of three outages, for people: how much still goes through, and how long a call takes. What must hold is tested elsewhere.</summary>
internal sealed class OutageMeasurement(GatewaySettings gateways, int callers, Action<string> print)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<(TimeSpan At, TimeSpan Took, string Outcome)> _calls = new();
    private readonly long _start = TimeProvider.System.GetTimestamp();

    private TimeSpan Now => TimeProvider.System.GetElapsedTime(_start);

    public async Task RunAsync()
    {
        print(FormattableString.Invariant($"{callers} callers, each putting and getting 10,000 bytes in turn, on three gateways."));
        await MeasureAsync("One of three killed", gateways.Script.KillAsync);
        await MeasureAsync("One of three frozen (AttemptTimeout 1 s)", gateways.Script.PauseAsync, static options => options.AttemptTimeout = Second);
        await MeasureAsync(
            "All killed (breaker open for 1 s)",
            async (_, token) => await Task.WhenAll(Enumerable.Range(1, AttemptLog.Gateways).Select(gateway => gateways.Script.KillAsync(gateway, token))),
            static options => options.CircuitBreaker = new CircuitBreakerOptions { Timeout = Second });
    }

    private async Task MeasureAsync(string title, Func<int, CancellationToken, Task> strike, Action<S3KitOptions>? configure = null)
    {
        _calls.Clear();
        var bucket = $"s3kit-measure-{Guid.NewGuid():n}";
        await using var host = await ChaosHost.StartAsync(gateways, gateways.Urls, null, options =>
        {
            options.MaxConcurrentRequests = callers;
            options.InitialRetryDelay = TimeSpan.FromMilliseconds(50);
            configure?.Invoke(options);
        });
        await host.Store.CreateBucketAsync(bucket);
        using var stopping = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(host.Store, bucket, caller, stopping.Token))));
        TimeSpan struck;
        TimeSpan revived;
        try
        {
            await PassAsync(2 * Second);
            var from = Now;
            await PassAsync(5 * Second);
            struck = Now;
            var before = Rate(from, struck);
            await strike(2, CancellationToken.None);
            await PassAsync(Outage);
            await gateways.Script.ResumeOrReviveAllAsync(AttemptLog.Gateways);
            revived = Now;
            await PassAsync(5 * Second);
            Print(title, before, struck, revived, Now);
        }
        finally
        {
            await gateways.Script.ResumeOrReviveAllAsync(AttemptLog.Gateways);
            await stopping.CancelAsync();
            await load;
        }

        for (var caller = 0; caller < callers; caller++)
        {
            await host.Store.DeleteObjectAsync(bucket, Key(caller));
        }

        await host.Store.DeleteBucketAsync(bucket);
    }

    private static Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    private static string Key(int caller) => FormattableString.Invariant($"caller-{caller}");

    private double Rate(TimeSpan from, TimeSpan to) =>
        _calls.Count(call => call.Outcome == Outcomes.Success && call.At >= from && call.At < to) / (to - from).TotalSeconds;

    private void Print(string title, double before, TimeSpan struck, TimeSpan revived, TimeSpan end)
    {
        print("");
        print(FormattableString.Invariant($"{title}: {before:F0} calls/s before."));
        var seconds = new List<string>();
        for (var at = struck; at + Second <= end; at += Second)
        {
            seconds.Add(FormattableString.Invariant($"{(before == 0 ? 0 : Rate(at, at + Second) / before):P0}"));
        }

        print(FormattableString.Invariant($"  In each second from then on, of that: {string.Join(' ', seconds)}"));
        print(FormattableString.Invariant($"  Revived after {(revived - struck).TotalSeconds:F1} s."));
        var all = _calls.Where(call => call.At >= struck).ToList();
        var failed = all.Where(call => call.Outcome != Outcomes.Success)
            .CountBy(call => call.Outcome)
            .Select(kind => FormattableString.Invariant($"{kind.Key} {kind.Value}"))
            .DefaultIfEmpty("none");
        var longest = all.Max(call => call.Took).TotalSeconds;
        print(FormattableString.Invariant($"  {all.Count} calls from then on, longest {longest:F2} s; failed: {string.Join(", ", failed)}"));
    }

    private async Task CallAsync(IObjectStore store, string bucket, int caller, CancellationToken stopping)
    {
        var content = Content.Of(caller, 10_000).Bytes();
        for (var i = 0; !stopping.IsCancellationRequested; i++)
        {
            var started = Now;
            var outcome = Outcomes.Success;
            try
            {
                if (i % 2 == 0)
                {
                    using var source = new MemoryStream(content, writable: false);
                    await store.PutObjectAsync(bucket, Key(caller), source, cancellationToken: CancellationToken.None);
                }
                else
                {
                    await using var got = await store.GetObjectAsync(bucket, Key(caller), cancellationToken: CancellationToken.None);
                    await got.Content.CopyToAsync(Stream.Null, CancellationToken.None);
                }
            }
            catch (S3KitException e)
            {
                outcome = e.Kind.ToString();
            }

            _calls.Enqueue((Now, Now - started, outcome));
            if (outcome == nameof(S3ErrorKind.CircuitOpen))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
            }
        }
    }
}
