namespace S3Kit.Configuration;

/// <summary>How names are compared and what a misspelt one may have meant.</summary>
internal static class OptionNames
{
    /// <summary>The name without what people write differently: case, hyphens and underscores.</summary>
    public static string Normalize(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>The known name that is nearest to the one given, if it is near enough to be worth mentioning.</summary>
    public static string? Nearest(string given, IEnumerable<string> known)
    {
        var wanted = Normalize(given);

        // One slip in three letters: more would suggest names that only happen to be of the same length.
        return known
            .Select(name => (Name: name, Distance: Distance(wanted, Normalize(name))))
            .Where(candidate => candidate.Distance <= Math.Max(wanted.Length, candidate.Name.Length) / 3)
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>How many letters must be inserted, dropped or replaced to make one of the other.</summary>
    private static int Distance(string left, string right)
    {
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            previous[j] = j;

        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
