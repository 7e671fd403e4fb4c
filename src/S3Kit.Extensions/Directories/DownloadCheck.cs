namespace S3Kit.Directories;

/// <summary>Finds all keys that cannot safely become files of a folder, before anything is written.</summary>
internal sealed class DownloadCheck(TargetFolder target, bool onWindows, Func<string, bool> isCaseTold)
{
    private readonly List<UnsafeKey> _faults = [];
    private readonly HashSet<string> _checkedFolders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal);

    public IReadOnlyList<UnsafeKey> Find(IReadOnlyList<ListedObject> objects)
    {
        var safe = new List<ListedObject>(objects.Count);
        foreach (ListedObject each in objects)
        {
            string? fault = Fault(each);
            if (fault is null)
            {
                safe.Add(each);
            }
            else
            {
                _faults.Add(new UnsafeKey(each.Info.Key, fault));
            }
        }

        FindClashes(safe, StringComparer.Ordinal, "");
        int before = _faults.Count;
        FindClashes(safe, StringComparer.OrdinalIgnoreCase, " on a file system that does not tell upper case from lower");
        if (_faults.Count > before && isCaseTold(target.Root))
        {
            _faults.RemoveRange(before, _faults.Count - before);
        }

        return _faults;
    }

    private string? Fault(ListedObject listed)
    {
        if (listed.Path.Length == 0)
        {
            return listed.Info.Size == 0 ? null : "it is the prefix itself, and has content";
        }

        if (listed.IsMarker && listed.Info.Size > 0)
        {
            return "it has the name of a folder, and content";
        }

        if (FileKeys.Fault(listed.Path, onWindows) is { } fault)
        {
            return fault;
        }

        // Each folder is looked at once, however many files go into it.
        string folder = listed.Path[..(listed.Path.LastIndexOf('/') + 1)];
        return _checkedFolders.Add(folder) || _linked.Contains(folder) ? LinkFault(folder) : null;
    }

    private string? LinkFault(string folder)
    {
        if (target.LinkOnTheWayTo(folder) is not { } link)
        {
            return null;
        }

        _linked.Add(folder);
        return $"'{link}' in the folder is a symbolic link or junction, which may lead out of it";
    }

    /// <summary>Finds files that fall on one another, or on a folder that others need.</summary>
    private void FindClashes(List<ListedObject> objects, StringComparer comparer, string where)
    {
        var folders = new Dictionary<string, ListedObject>(comparer);
        foreach (ListedObject each in objects)
        {
            for (int slash = each.Path.IndexOf('/'); slash >= 0; slash = each.Path.IndexOf('/', slash + 1))
            {
                folders.TryAdd(each.Path[..slash], each);
            }
        }

        var files = new Dictionary<string, ListedObject>(comparer);
        foreach (ListedObject each in objects.Where(static each => !each.IsMarker && each.Path.Length > 0))
        {
            if (folders.TryGetValue(each.Path, out ListedObject? inside))
            {
                Add(each, $"'{inside.Info.Key}' needs a folder of that name{where}");
            }
            else if (!files.TryAdd(each.Path, each))
            {
                Add(each, $"it falls on the same file as '{files[each.Path].Info.Key}'{where}");
            }
        }
    }

    private void Add(ListedObject listed, string reason)
    {
        // What clashes exactly also clashes without regard to case.
        if (!_faults.Exists(fault => fault.Key == listed.Info.Key))
        {
            _faults.Add(new UnsafeKey(listed.Info.Key, reason));
        }
    }
}
