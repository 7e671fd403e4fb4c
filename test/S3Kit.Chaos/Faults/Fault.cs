namespace S3Kit.Chaos.Faults;

/// <summary>A fault as it is switched on.</summary>
/// <param name="Kind">What happens.</param>
internal sealed record Fault(FaultKind Kind)
{
    /// <summary>After how many bytes of a body; in a shorter one, before its last byte.</summary>
    public long After { get; init; }

    /// <summary>For how long an answer is held back.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How fast bodies move.</summary>
    public long BytesPerSecond { get; init; }

    /// <summary>How likely a request is struck, 0 to 1.</summary>
    public double Chance { get; init; } = 1;

    /// <summary>How many are struck in all; later ones pass.</summary>
    public int Times { get; init; } = int.MaxValue;

    public override string ToString() => Kind switch
    {
        FaultKind.Latency => FormattableString.Invariant($"{Kind} {Delay.TotalMilliseconds:F0} ms, {Chance:P0} of requests"),
        FaultKind.Bandwidth => FormattableString.Invariant($"{Kind} {BytesPerSecond / 1024} KiB/s, {Chance:P0} of requests"),
        FaultKind.Reset or FaultKind.ResetBeforeAnswer or FaultKind.HalfOpen or FaultKind.BlackHole =>
            FormattableString.Invariant($"{Kind}, {Chance:P0} of requests"),
        _ => FormattableString.Invariant($"{Kind} at byte {After}, {Chance:P0} of requests"),
    };
}
