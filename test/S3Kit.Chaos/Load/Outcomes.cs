using System.Collections.Concurrent;

namespace S3Kit.Chaos.Load;

/// <summary>How the operations ended and how long they took.</summary>
internal sealed class Outcomes
{
    public const string Success = "ok";

    private readonly ConcurrentQueue<(OperationKind Kind, string Outcome, TimeSpan Duration)> _all = new();
    private readonly ConcurrentDictionary<string, string> _errors = new(StringComparer.Ordinal);
    private int _unnoticed;

    /// <summary>Downloads with a wrong byte that nothing could tell.</summary>
    public int Unnoticed => Volatile.Read(ref _unnoticed);

    public void Add(OperationKind kind, string outcome, TimeSpan duration) => _all.Enqueue((kind, outcome, duration));

    /// <summary>Keeps the first error of every kind of every operation.</summary>
    public void AddError(OperationKind kind, S3KitException error) => _errors.TryAdd($"{kind} {error.Kind}", error.Message);

    public void AddUnnoticed() => Interlocked.Increment(ref _unnoticed);

    public void Print(Action<string> print)
    {
        print($"{"operation",-10}{"all",8}{"ok",8}{"failed",8}{"p50 ms",9}{"p99 ms",9}{"max ms",9}  failed by kind");
        foreach (var group in _all.GroupBy(each => each.Kind).OrderBy(group => group.Key))
        {
            Print(print, group.Key.ToString(), [.. group]);
        }

        Print(print, "all", [.. _all]);
    }

    public void PrintErrors(Action<string> print)
    {
        foreach (var (what, message) in _errors.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            print($"  first {what}: {message}");
        }
    }

    private static void Print(Action<string> print, string name, (OperationKind Kind, string Outcome, TimeSpan Duration)[] all)
    {
        double[] times = [.. all.Select(each => each.Duration.TotalMilliseconds).Order()];
        var failed = all.Where(each => each.Outcome != Success).CountBy(each => each.Outcome).OrderByDescending(kind => kind.Value).ToList();
        var failures = failed.Sum(kind => kind.Value);
        var kinds = string.Join(", ", failed.Select(kind => FormattableString.Invariant($"{kind.Key} {kind.Value}")));
        print(FormattableString.Invariant(
            $"{name,-10}{all.Length,8}{all.Length - failures,8}{failures,8}{At(times, 0.5),9:F1}{At(times, 0.99),9:F0}{At(times, 1),9:F0}  {kinds}"));
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
}
