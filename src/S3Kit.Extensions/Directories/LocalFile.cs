namespace S3Kit.Directories;

/// <summary>A file of a folder, as it was found.</summary>
/// <param name="Path">Relative to the folder, with slashes.</param>
/// <param name="FullPath">Where it is.</param>
/// <param name="RealPath">Where its bytes are: behind a link, what that leads to.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="LastWritten">When it was last written to.</param>
internal sealed record LocalFile(string Path, string FullPath, string RealPath, long Size, DateTimeOffset LastWritten)
{
    public static LocalFile Of(string path, FileInfo file, FileInfo real) => new(path, file.FullName, real.FullName, real.Length, new DateTimeOffset(real.LastWriteTimeUtc));
}
