namespace S3Kit.Configuration;

/// <summary>
/// Names that would mean two things. A store is asked for by the name of a pool or of an endpoint, so one name must not stand for different sets of
/// endpoints. The pool that everybody is in by default is exempt: an endpoint may be called <c>default</c>.
/// </summary>
internal static class PoolFaults
{
    /// <summary>Notes every pool that has the name of an endpoint without consisting of just that one.</summary>
    /// <param name="poolsByEndpoint">The pool of each endpoint.</param>
    /// <param name="keyOf">The configuration key of an endpoint's pool.</param>
    /// <param name="faults">Where faults are noted.</param>
    public static void Collect(IReadOnlyCollection<KeyValuePair<string, string>> poolsByEndpoint, Func<string, string> keyOf, ICollection<string> faults)
    {
        foreach (var (endpoint, pool) in poolsByEndpoint)
        {
            var isClash = !Same(pool, EndpointOptions.DefaultPool) && !Same(pool, endpoint) && poolsByEndpoint.Any(other => Same(other.Key, pool));
            if (isClash)
                faults.Add($"{keyOf(endpoint)}: {OptionValue.Show(pool)} is the name of another endpoint; rename one of them");
        }
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
