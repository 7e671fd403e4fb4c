namespace S3Kit.Directories;

/// <summary>The files of a folder that a transfer is about.</summary>
internal sealed class LocalTree
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = default, IgnoreInaccessible = false, MatchType = MatchType.Simple };

    private readonly DirectorySelection _selection;
    private readonly SymbolicLinkHandling _links;
    private readonly Func<string, string?> _nameFault;
    private readonly List<string> _above = [];

    private LocalTree(DirectorySelection selection, SymbolicLinkHandling links, Func<string, string?> nameFault)
    {
        _selection = selection;
        _links = links;
        _nameFault = nameFault;
    }

    public List<LocalFile> Files { get; } = [];

    /// <summary>The links that were left out.</summary>
    public List<(string Path, string FullPath)> Skipped { get; } = [];

    /// <summary>What cannot be read, or cannot be an object; folders end with a slash.</summary>
    public List<(string Path, string FullPath, Exception Error)> Failures { get; } = [];

    /// <summary>Looks through a folder. File systems are asked synchronously, so this runs on a thread of the pool.</summary>
    public static Task<LocalTree> ScanAsync(
        string root, DirectorySelection selection, SymbolicLinkHandling links, Func<string, string?> nameFault, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var tree = new LocalTree(selection, links, nameFault);
            var folder = new DirectoryInfo(root);
            tree.Enter(folder, (folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName, "", cancellationToken);
            return tree;
        },
        cancellationToken);

    /// <summary>Whether a path is a link that was left out, or would be below one.</summary>
    public bool IsBehindSkipped(string path) =>
        Skipped.Exists(link => path.StartsWith(link.Path, StringComparison.Ordinal) && (path.Length == link.Path.Length || path[link.Path.Length] == '/'));

    private void Enter(DirectoryInfo folder, string realPath, string path, CancellationToken cancellationToken)
    {
        List<FileSystemInfo> entries;
        try
        {
            entries = [.. folder.EnumerateFileSystemInfos("*", Everything)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failures.Add((path, folder.FullName, e));
            return;
        }

        _above.Add(realPath);
        foreach (FileSystemInfo entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string entryPath = path + entry.Name;
            try
            {
                Visit(entry, realPath, entryPath, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Failures.Add((entry is DirectoryInfo ? entryPath + "/" : entryPath, entry.FullName, e));
            }
        }

        _above.RemoveAt(_above.Count - 1);
    }

    private void Visit(FileSystemInfo entry, string realFolder, string path, CancellationToken cancellationToken)
    {
        bool isFolder = entry is DirectoryInfo;
        if (isFolder ? !_selection.IsRecursive : !_selection.Includes(path))
        {
            return;
        }

        // Names of other encodings are read with replacement characters, and then lead nowhere.
        if (entry.Name.Contains('\uFFFD', StringComparison.Ordinal) && !Path.Exists(entry.FullName))
        {
            throw new IOException("Its name is not valid UTF-8, so no key can stand for it.");
        }

        FileSystemInfo real = entry;
        if (entry.LinkTarget is not null)
        {
            if (_links == SymbolicLinkHandling.Skip)
            {
                Skipped.Add((path, entry.FullName));
                return;
            }

            real = entry.ResolveLinkTarget(returnFinalTarget: true)!;
            if (!real.Exists)
            {
                throw new IOException($"It is a link to '{real.FullName}', which is not there.");
            }
        }

        if (_nameFault(path) is { } fault)
        {
            throw new IOException($"It cannot be an object: {fault}.");
        }

        if (!isFolder)
        {
            Files.Add(LocalFile.Of(path, (FileInfo)entry, (FileInfo)real));
            return;
        }

        string realPath = real == entry ? Path.Combine(realFolder, entry.Name) : real.FullName;
        if (_above.Contains(realPath, StringComparer.Ordinal))
        {
            throw new IOException($"It is a link to '{realPath}', which it is in: following it would never end.");
        }

        Enter((DirectoryInfo)entry, realPath, path + "/", cancellationToken);
    }
}
