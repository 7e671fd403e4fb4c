using System.IO.Enumeration;

namespace S3Kit.Directories;

/// <summary>Which paths of a folder, or below a prefix, a transfer is about.</summary>
internal sealed class DirectorySelection(DirectoryTransferOptions options)
{
    public bool IsRecursive => options.Recursive;

    public bool Includes(string path)
    {
        int slash = path.LastIndexOf('/');
        if (slash >= 0 && !options.Recursive)
        {
            return false;
        }

        // A marker stands for a folder, which has no name to compare.
        bool isMarker = slash == path.Length - 1;
        return (isMarker ? options.SearchPattern is "*" : FileSystemName.MatchesSimpleExpression(options.SearchPattern, path.AsSpan(slash + 1), ignoreCase: false))
            && options.Filter?.Invoke(path) != false;
    }
}
