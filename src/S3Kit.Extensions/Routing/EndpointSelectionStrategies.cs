namespace S3Kit;

/// <summary>The names of the built-in strategies, for <see cref="S3KitOptions.EndpointSelectionStrategy"/>. Case and hyphens do not matter: <c>round-robin</c> is <c>RoundRobin</c>.</summary>
public static class EndpointSelectionStrategies
{
    /// <summary>One after the other.</summary>
    public const string RoundRobin = nameof(RoundRobin);

    /// <summary>The one with the fewest requests in flight.</summary>
    public const string LeastLoaded = nameof(LeastLoaded);

    /// <summary>In proportion to <see cref="EndpointOptions.Weight"/>, evenly spread.</summary>
    public const string Weighted = nameof(Weighted);

    /// <summary>The better of two chosen at random, by requests in flight times the average time to an answer.</summary>
    public const string PowerOfTwoChoices = nameof(PowerOfTwoChoices);
}
