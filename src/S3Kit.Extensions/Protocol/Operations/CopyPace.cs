namespace S3Kit.Protocol.Operations;

/// <summary>How long a store may be silent while it copies, before it counts as one that does not answer.</summary>
internal static class CopyPace
{
    // Far below what stores do: it is to tell a slow copy from one that will never end, not a slow store from a quick one.
    private const long BytesPerSecond = 8 * 1024 * 1024;

    public static TimeSpan TimeFor(long bytes) => TimeSpan.FromSeconds(Math.Max(0, bytes) / (double)BytesPerSecond);
}
