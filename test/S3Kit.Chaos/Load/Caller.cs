using S3Kit.Chaos.Model;

namespace S3Kit.Chaos.Load;

/// <summary>One of many who work on the store at a time, each by draws of its own.</summary>
internal sealed class Caller(int number, int seed, LoadContext load)
{
    private static readonly TimeSpan HangLimit = TimeSpan.FromMinutes(2);

    private static readonly OperationKind[] Mix =
    [
        .. Enumerable.Repeat(OperationKind.PutNew, 20), .. Enumerable.Repeat(OperationKind.Put, 15), .. Enumerable.Repeat(OperationKind.Get, 30),
        .. Enumerable.Repeat(OperationKind.Head, 12), .. Enumerable.Repeat(OperationKind.List, 4), .. Enumerable.Repeat(OperationKind.Delete, 6),
        .. Enumerable.Repeat(OperationKind.Copy, 8), .. Enumerable.Repeat(OperationKind.PutParts, 3), .. Enumerable.Repeat(OperationKind.Write, 2),
        .. Enumerable.Repeat(OperationKind.Download, 2),
    ];

    private readonly Random _random = new(unchecked((seed * 7919) + number));
    private readonly CallerOperations _operations = new(load);
    private readonly List<KeyModel> _new = [];
    private int _count;

    private string NewPrefix => FormattableString.Invariant($"new/{number:00}/");

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var kind = Mix[_random.Next(Mix.Length)];
            using var cancelled = _random.Next(100) < 3
                ? new CancellationTokenSource(TimeSpan.FromMilliseconds(_random.Next(1, 300)), TimeProvider.System)
                : new CancellationTokenSource();
            var started = TimeProvider.System.GetTimestamp();
            var outcome = await TryAsync(kind, cancelled.Token);
            load.Outcomes.Add(kind, outcome, TimeProvider.System.GetElapsedTime(started));
            if (outcome == nameof(S3ErrorKind.CircuitOpen))
            {
                // It fails at once: a caller who asks again at once does nothing else.
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private async Task<string> TryAsync(OperationKind kind, CancellationToken cancelled)
    {
        try
        {
            await DoAsync(kind, cancelled).WaitAsync(HangLimit, TimeProvider.System, CancellationToken.None);
            return Outcomes.Success;
        }
        catch (TimeoutException)
        {
            load.Findings.Add($"hung: {kind} of caller {number} did not end within {HangLimit.TotalSeconds:F0} s");
            return "hung";
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return "cancelled";
        }
        catch (S3KitException e)
        {
            load.Outcomes.AddError(kind, e);
            if (!e.IsTransient)
            {
                load.Findings.Add($"not transient: {kind} of caller {number}: {e.GetType().Name} {e.ErrorCode} {e.StatusCode} at {e.Endpoint}: {e.Message}");
            }

            return e.Kind.ToString();
        }
#pragma warning disable CA1031 // Whatever it is, it is a finding.
        catch (Exception e)
#pragma warning restore CA1031
        {
            load.Findings.Add($"not typed: {kind} of caller {number}: {e}");
            return e.GetType().Name;
        }
    }

    private Task DoAsync(OperationKind kind, CancellationToken cancelled)
    {
        switch (kind)
        {
            case OperationKind.PutNew:
                var created = load.Keys.Of(FormattableString.Invariant($"{NewPrefix}{_count++:00000}"));
                created.TryTake();
                _new.Add(created);
                return _operations.PutAsync(created, Draw(65_536), _count % 2 == 0 ? "*" : null, cancelled);
            case OperationKind.List:
                return _operations.ListAsync(NewPrefix, [.. _new.Where(key => key is { IsCertain: true, Acknowledged.Size: >= 0 })], cancelled);
            case OperationKind.PutParts:
                return _operations.PutAsync(Take(LoadContext.Large), Draw(10_000_000, 5_500_000), null, cancelled);
            case OperationKind.Write:
                return _operations.WriteAsync(Take(LoadContext.Large), Draw(10_000_000, 5_500_000), cancelled);
            case OperationKind.Put:
                return _operations.PutAsync(Take(LoadContext.Small), Draw(_random.Next(5) == 0 ? 1_500_000 : 20_000), null, cancelled);
            case OperationKind.Delete:
                return _operations.DeleteAsync(Take(LoadContext.Small), cancelled);
            case OperationKind.Copy when _new.LastOrDefault(key => key is { IsCertain: true, Acknowledged.Size: >= 0 }) is { } source:
                return _operations.CopyAsync(source, Take(LoadContext.Small), cancelled);
            case OperationKind.Download:
                return _operations.DownloadAsync(Take(LoadContext.Large), cancelled);
            case OperationKind.Head:
                return _operations.HeadAsync(TakeAny(), cancelled);
            default:
                return _operations.GetAsync(TakeAny(), cancelled);
        }
    }

    private Content Draw(int most, int least = 0) => Content.Of(load.NextNumber(), _random.Next(least, most));

    private KeyModel TakeAny() => _random.Next(20) switch
    {
        0 => Take(LoadContext.Large),
        < 8 when _new.Count > 0 => TakeNew(),
        _ => Take(LoadContext.Small),
    };

    private KeyModel TakeNew()
    {
        var key = _new[_random.Next(_new.Count)];
        return key.TryTake() ? key : Take(LoadContext.Small);
    }

    /// <summary>There are more keys than callers, so one is free.</summary>
    private KeyModel Take(string prefix)
    {
        while (true)
        {
            var key = load.Keys.Of(FormattableString.Invariant($"{prefix}{_random.Next(2 * load.Callers):00}"));
            if (key.TryTake())
            {
                return key;
            }
        }
    }
}
