using System.Globalization;

namespace S3Kit.TransferProcess;

/// <summary>The most memory that this process has held, as the kernel counted it.</summary>
internal static class PeakMemory
{
    private const string Field = "VmHWM:";

    public static long ReadKib()
    {
        string line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith(Field, StringComparison.Ordinal));
        return long.Parse(line[Field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
