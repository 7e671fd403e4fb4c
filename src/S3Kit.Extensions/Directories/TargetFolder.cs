namespace S3Kit.Directories;

/// <summary>The folder that is written to. It may be reached through links itself; below it no link is written through.</summary>
internal sealed class TargetFolder(string root)
{
    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public string PathOf(string relative) => Path.Combine(Root, relative.TrimEnd('/').Replace('/', Path.DirectorySeparatorChar));

    /// <summary>The first folder on the way to a file that is a symbolic link or junction; null when there is none.</summary>
    public string? LinkOnTheWayTo(string relative)
    {
        for (int slash = relative.IndexOf('/'); slash >= 0; slash = relative.IndexOf('/', slash + 1))
        {
            string folder = relative[..slash];
            if (new DirectoryInfo(PathOf(folder)).LinkTarget is not null)
            {
                return folder;
            }
        }

        return null;
    }

    /// <summary>The full path of a file that is about to be written or deleted. What was checked at the beginning may have changed since.</summary>
    public string Enter(string relative) => LinkOnTheWayTo(relative) is { } link
        ? throw new IOException($"'{PathOf(link)}' is a symbolic link or junction; it is not written through, since it may lead out of the folder.")
        : PathOf(relative);
}
