namespace S3Kit.Directories;

/// <summary>Whether a file system tells names apart that differ in case only.</summary>
internal static class FileNameCase
{
    /// <summary>
    /// Tries it out with an empty file, in the folder or the nearest one above that exists: nothing else knows, since it is a matter of the volume and,
    /// on some, of the folder. When it cannot be tried, the answer is no, which is on the safe side.
    /// </summary>
    public static bool IsTold(string folder)
    {
        string? existing = folder;
        while (existing is not null && !Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing);
        }

        if (existing is null)
        {
            return false;
        }

        string name = $".s3kit-case-{Guid.NewGuid():N}";
        try
        {
            using var probe = new FileStream(
                Path.Combine(existing, name), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return !File.Exists(Path.Combine(existing, name.ToUpperInvariant()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
