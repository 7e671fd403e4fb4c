using System.Globalization;

namespace S3Kit.Embedded;

/// <summary>Ids that look opaque and are the same in every run, so a failing test shows the same ones again.</summary>
internal sealed class EmbeddedIds
{
    private long _request;
    private long _version;
    private long _upload;

    public string NextRequest() => Mix(Interlocked.Increment(ref _request), 1).ToString("X16", CultureInfo.InvariantCulture);

    public string NextVersion() => Opaque(Interlocked.Increment(ref _version), 2);

    /// <summary>Which of two versions or uploads is newer can be told from their ids; 0 for the null version and for what is no id.</summary>
    public static long Sequence(string id) =>
        id.Length == 32 && long.TryParse(id.AsSpan(16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0;

    public string NextUpload() => Opaque(Interlocked.Increment(ref _upload), 3);

    /// <summary>The SplitMix64 finaliser: distinct inputs give distinct, well spread outputs.</summary>
    public static ulong Mix(long value, ulong seed)
    {
        unchecked
        {
            var mixed = ((ulong)value + (seed << 32)) * 0x9E3779B97F4A7C15UL;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }

    private static string Opaque(long value, ulong seed) =>
        string.Create(CultureInfo.InvariantCulture, $"{Mix(value, seed):x16}{value:x16}");
}
