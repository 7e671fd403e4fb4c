namespace S3Kit.Directories;

/// <summary>What the machine that is downloaded to makes of file names. Tests say otherwise than the machine they run on.</summary>
/// <param name="IsWindows">Whether the names that Windows does not take are refused.</param>
/// <param name="IsCaseTold">Whether a folder tells names apart that differ in case only.</param>
internal sealed record DownloadEnvironment(bool IsWindows, Func<string, bool> IsCaseTold)
{
    public static DownloadEnvironment Machine { get; } = new(OperatingSystem.IsWindows(), FileNameCase.IsTold);
}
