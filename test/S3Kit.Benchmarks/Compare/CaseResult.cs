namespace S3Kit.Benchmarks.Compare;

/// <summary>The medians of all contenders in one case.</summary>
internal sealed class CaseResult(CaseDefinition definition, IReadOnlyDictionary<string, IReadOnlyList<Measurement>> rounds)
{
    public CaseDefinition Definition { get; } = definition;

    public IEnumerable<string> Contenders => rounds.Keys;

    public double Median(string contender, Func<Measurement, double> of) => Percentiles.Median(rounds[contender].Select(of));

    public double Operations(string contender) => Median(contender, static round => round.OperationsPerSecond);

    /// <summary>How many times as fast one contender is as another.</summary>
    public double Ratio(string contender, string other) => Operations(contender) / Operations(other);
}
