namespace S3Kit.Embedded;

/// <summary>Which requests a fault befalls. Every condition that is set must hold; a rule without any befalls all requests.</summary>
internal sealed class EmbeddedFaultRule
{
    private readonly TaskCompletionSource _fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _matched;
    private int _firedCount;

    /// <summary>What happens.</summary>
    public required EmbeddedFault Fault { get; init; }

    /// <summary>The host asked, with its port if it has one: the way to break one of several endpoints over one store.</summary>
    public string? Host { get; init; }

    public EmbeddedOperation? Operation { get; init; }

    public string? Bucket { get; init; }

    /// <summary>
    /// The exact key. With <see cref="EmbeddedOperation.DeleteObjects"/> and <see cref="EmbeddedFault.Status"/> that one key is refused, inside an
    /// answer that is 200.
    /// </summary>
    public string? Key { get; init; }

    public string? KeyPrefix { get; init; }

    /// <summary>How many matching requests pass before the first one is befallen. Default 0.</summary>
    public int Skip { get; init; }

    /// <summary>How many requests are befallen at most. Default null: all.</summary>
    public int? Times { get; init; }

    /// <summary>The share of matching requests that are befallen, from 0 to 1. Default 1. Which ones depends on <see cref="Seed"/> alone.</summary>
    public double Probability { get; init; } = 1;

    public int Seed { get; init; }

    /// <summary>How many requests matched so far, befallen or not.</summary>
    public int Matched => Volatile.Read(ref _matched);

    /// <summary>How many requests were befallen so far.</summary>
    public int FiredCount => Volatile.Read(ref _firedCount);

    /// <summary>Completes when the first request is befallen, so that a test need not guess when a stalled one has arrived.</summary>
    public Task Fired => _fired.Task;

    internal bool NamesKeys => Key is not null || KeyPrefix is not null;

    /// <summary>Whether a request is befallen. Counts it, so it is asked once for each.</summary>
    internal bool Fires(string host, EmbeddedOperation operation, string? bucket, string? key)
    {
        if (!Matches(host, operation, bucket, key))
        {
            return false;
        }

        var call = Interlocked.Increment(ref _matched) - Skip;
        if (call <= 0 || (Probability < 1 && Share(call) >= Probability))
        {
            return false;
        }

        if (Interlocked.Increment(ref _firedCount) > (Times ?? int.MaxValue))
        {
            Interlocked.Decrement(ref _firedCount);
            return false;
        }

        _fired.TrySetResult();
        return true;
    }

    private bool Matches(string host, EmbeddedOperation operation, string? bucket, string? key) =>
        (Operation is null || Operation == operation)
        && (Host is null || string.Equals(Host, host, StringComparison.OrdinalIgnoreCase))
        && (Bucket is null || string.Equals(Bucket, bucket, StringComparison.Ordinal))
        && (Key is null || string.Equals(Key, key, StringComparison.Ordinal))
        && (KeyPrefix is null || key?.StartsWith(KeyPrefix, StringComparison.Ordinal) == true);

    // By the number of the call and not from a stream of random numbers: callers at the same time change no one's lot.
    private double Share(int call) => (EmbeddedIds.Mix(call, (uint)Seed) >> 11) * (1.0 / (1UL << 53));
}
