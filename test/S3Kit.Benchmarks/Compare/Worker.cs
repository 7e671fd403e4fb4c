using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Benchmarks.Contenders;

namespace S3Kit.Benchmarks.Compare;

/// <summary>
/// A process that measures one contender: the case and the seconds come as lines on standard input, each is answered by one line with what came out. A process for each keeps their heaps, pools and
/// compiled code apart.
/// </summary>
internal static class Worker
{
    public static async Task RunAsync(string contender)
    {
        string directory = Directory.CreateTempSubdirectory("s3kit-compare").FullName;
        var contenders = new Dictionary<(Uri Url, int Callers), IContender>();
        try
        {
            while (await Console.In.ReadLineAsync().ConfigureAwait(false) is { Length: > 0 } line)
            {
                WorkOrder order = JsonSerializer.Deserialize<WorkOrder>(line)!;
                Measurement measured = order.Case.Work switch
                {
                    WorkKind.First => await FirstAsync(contender, order).ConfigureAwait(false),
                    WorkKind.Idle => await IdleAsync(contender, order).ConfigureAwait(false),
                    _ => await MeasureAsync(Get(order), order, directory).ConfigureAwait(false),
                };
                Console.WriteLine(JsonSerializer.Serialize(measured));
            }
        }
        finally
        {
            foreach (IContender each in contenders.Values)
            {
                await each.DisposeAsync().ConfigureAwait(false);
            }

            Directory.Delete(directory, recursive: true);
        }

        IContender Get(WorkOrder order)
        {
            var key = (order.Target.Url, order.Case.Callers);
            return contenders.TryGetValue(key, out IContender? known) ? known : contenders[key] = Contender.Create(contender, order.Target, order.Case.Callers);
        }
    }

    private static async Task<Measurement> MeasureAsync(IContender contender, WorkOrder order, string directory)
    {
        CaseDefinition measured = order.Case;
        string source = Path.Combine(directory, "source");
        if (measured.Work == WorkKind.Upload && (!File.Exists(source) || new FileInfo(source).Length != measured.Size))
        {
            await using FileStream file = File.Create(source);
            file.SetLength(measured.Size);
        }

        byte[] content = measured.Size <= 1024 * 1024 ? new byte[measured.Size] : [];
        long operations = 0;
        long baseline = ResidentMemory.Reset();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        using var process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long started = TimeProvider.System.GetTimestamp();
        TimeSpan limit = TimeSpan.FromSeconds(order.Seconds);
        await Task.WhenAll(Enumerable.Range(0, measured.Callers).Select(caller => Task.Run(async () =>
        {
            for (int turn = caller; ; turn++)
            {
                await DoAsync(contender, measured, order.Prefix, content, turn, source, Path.Combine(directory, "target")).ConfigureAwait(false);
                Interlocked.Increment(ref operations);
                if (TimeProvider.System.GetElapsedTime(started) >= limit)
                {
                    return;
                }
            }
        }))).ConfigureAwait(false);
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(started);
        process.Refresh();
        return new Measurement(
            operations,
            elapsed.TotalSeconds,
            operations * measured.Size,
            GC.GetTotalAllocatedBytes(precise: true) - allocated,
            (process.TotalProcessorTime - cpu).TotalMilliseconds,
            Math.Max(0, ResidentMemory.Peak() - baseline));
    }

    private static Task DoAsync(IContender contender, CaseDefinition measured, string prefix, byte[] content, int turn, string source, string target)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{prefix}{measured.Size}");
        return measured.Work switch
        {
            WorkKind.Get => contender.GetAsync(key, CancellationToken.None),
            WorkKind.Put => contender.PutAsync("put-" + key, content, CancellationToken.None),
            WorkKind.Head => contender.HeadAsync(prefix + "4096", CancellationToken.None),
            WorkKind.List => contender.ListAsync(CancellationToken.None),
            WorkKind.Download => contender.DownloadFileAsync(key, target, CancellationToken.None),
            WorkKind.Upload => contender.UploadFileAsync(source, "put-" + key, CancellationToken.None),
            _ => (turn % 20) switch
            {
                < 14 => contender.GetAsync(key, CancellationToken.None),
                < 18 => contender.PutAsync("put-" + key, content, CancellationToken.None),
                18 => contender.HeadAsync(key, CancellationToken.None),
                _ => contender.DeleteAsync("put-" + key, CancellationToken.None),
            },
        };
    }

    /// <summary>Only meaningful in a process that has done nothing yet.</summary>
    private static async Task<Measurement> FirstAsync(string name, WorkOrder order)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long started = TimeProvider.System.GetTimestamp();
        await using IContender contender = Contender.Create(name, order.Target, 1);
        await contender.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{order.Prefix}{order.Case.Size}"), CancellationToken.None).ConfigureAwait(false);
        TimeSpan elapsed = TimeProvider.System.GetElapsedTime(started);
        process.Refresh();
        return new Measurement(
            1, elapsed.TotalSeconds, order.Case.Size, GC.GetTotalAllocatedBytes(precise: true) - allocated, (process.TotalProcessorTime - cpu).TotalMilliseconds, 0);
    }

    /// <summary>What a thousand of them cost while nothing is asked of them: memory each, and processor time in the seconds.</summary>
    private static async Task<Measurement> IdleAsync(string name, WorkOrder order)
    {
        const int Count = 1000;
        long memory = GC.GetTotalMemory(forceFullCollection: true);
        var kept = new List<IAsyncDisposable>();
        if (name == Contender.S3Kit)
        {
            var services = new ServiceCollection();
            services.AddS3Kit(options =>
            {
                for (int i = 0; i < Count; i++)
                {
                    options.Endpoints[string.Create(CultureInfo.InvariantCulture, $"e{i}")] = new EndpointOptions
                    {
                        Url = order.Target.Url.GetLeftPart(UriPartial.Authority),
                        AccessKey = order.Target.AccessKey,
                        SecretKey = order.Target.SecretKey,
                    };
                }
            });
            ServiceProvider provider = services.BuildServiceProvider();
            kept.Add(provider);
            _ = provider.GetRequiredService<IEndpointRegistry>().Endpoints.Count;
        }
        else
        {
            kept.AddRange(Enumerable.Range(0, Count).Select(_ => Contender.Create(name, order.Target, 1)));
        }

        long each = (GC.GetTotalMemory(forceFullCollection: true) - memory) / Count;
        using var process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long started = TimeProvider.System.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(order.Seconds), TimeProvider.System).ConfigureAwait(false);
        process.Refresh();
        var measured = new Measurement(
            1, TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0, each, (process.TotalProcessorTime - cpu).TotalMilliseconds, 0);
        foreach (IAsyncDisposable client in kept)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }

        return measured;
    }
}
