namespace S3Kit.Presigning;

/// <summary>How long what is signed is good for.</summary>
internal static class Validity
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    // S3's limit, and that of the derived key a signature is made with.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Whole seconds, rounded down: never longer than was asked for.</summary>
    public static int Seconds(TimeSpan expiresIn) => expiresIn >= Shortest && expiresIn <= Longest
        ? (int)expiresIn.TotalSeconds
        : throw new ArgumentOutOfRangeException(nameof(expiresIn), expiresIn, "What is signed is good for 1 second to 7 days; S3 allows no other time.");
}
