using S3Kit.Protocol;

namespace S3Kit.Transfers;

/// <summary>
/// How large the parts of an upload are. S3 takes 10,000 parts and 5 TiB. With the length known all parts are alike, as some stores want it; without,
/// they grow only where parts of one size would not suffice.
/// </summary>
internal static class PartSizes
{
    public const int MaxParts = 10_000;
    public const long MaxObject = 5L * 1024 * 1024 * 1024 * 1024;

    private const int PlainParts = 2_000;
    private const int PartsPerStep = 1_000;
    private const int MiB = 1024 * 1024;

    // The array behind a part has at most 2 GiB.
    private const long MaxPart = 2_047L * MiB;

    /// <summary>The size of a part.</summary>
    /// <param name="number">Which part, from 1.</param>
    /// <param name="configured">The size that is configured.</param>
    /// <param name="length">The length of the whole; <see langword="null"/> when it is not known.</param>
    public static int Of(int number, long configured, long? length)
    {
        if (length is { } known)
        {
            long needed = (known + MaxParts - 1) / MaxParts;
            long whole = (needed + MiB - 1) / MiB * MiB;
            return (int)Math.Min(MaxPart, Math.Max(configured, whole));
        }

        int doublings = number <= PlainParts ? 0 : ((number - PlainParts - 1) / PartsPerStep) + 1;
        return (int)Math.Min(MaxPart, configured << doublings);
    }

    /// <summary>The error to a source that is still not at its end after the last part.</summary>
    public static S3KitException TooMany(in S3ErrorContext context, bool wantsEqualParts) =>
        S3Errors.Integrity(context, $"the source has more bytes than {MaxParts} parts can hold{(wantsEqualParts ? ", which this store wants to be of one size: give the length, or a greater part size" : "; S3 stores up to 5 TiB")}. Nothing was stored.");
}
