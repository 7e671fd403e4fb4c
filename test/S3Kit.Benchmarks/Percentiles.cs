namespace S3Kit.Benchmarks;

/// <summary>What a number of measured times come to.</summary>
internal static class Percentiles
{
    /// <summary>The value below which a share of them lie; they must be sorted.</summary>
    public static double At(IReadOnlyList<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return At(sorted, 0.5);
    }
}
