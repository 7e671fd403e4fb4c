using System.Globalization;

namespace S3Kit.Benchmarks.Compare;

/// <summary>The resident memory of this process, where Linux tells it.</summary>
internal static class ResidentMemory
{
    /// <summary>Forgets the peak there was.</summary>
    /// <returns>What is resident now, in bytes; 0 where it is not told.</returns>
    public static long Reset()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            return Read("VmRSS:");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>The most that was resident since, in bytes; 0 where it is not told.</summary>
    public static long Peak() => Read("VmHWM:");

    private static long Read(string name)
    {
        try
        {
            string? line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
