namespace S3Kit.Embedded;

/// <summary>One page of a listing of versions and delete markers: by key, and newest first within a key.</summary>
internal sealed class VersionPage
{
    public List<(StoredVersion Version, bool IsLatest)> Versions { get; } = [];

    public List<string> CommonPrefixes { get; } = [];

    public string? LastKey { get; private set; }

    /// <summary>Null when the page ends with a group.</summary>
    public string? LastVersionId { get; private set; }

    public bool IsTruncated { get; private set; }

    private int Count => Versions.Count + CommonPrefixes.Count;

    public static VersionPage Read(EmbeddedBucket bucket, ListQuery query, string keyMarker, string versionMarker)
    {
        var page = new VersionPage();
        var keys = bucket.Keys;
        for (var position = Start(keys, query, keyMarker, versionMarker); position < keys.Count && !page.IsTruncated;)
        {
            var key = keys[position];
            if (!key.StartsWith(query.Prefix, StringComparison.Ordinal))
            {
                break;
            }

            if (query.GroupOf(key) is { } group)
            {
                page.AddGroup(group, query.PageSize);
                position = keys.AfterGroup(group, position);
            }
            else
            {
                keys.TryGet(key, out var versions);
                page.AddVersions(versions!, string.Equals(key, keyMarker, StringComparison.Ordinal) ? versionMarker : string.Empty, query.PageSize);
                position++;
            }
        }

        return page;
    }

    private static int Start(KeyIndex keys, ListQuery query, string keyMarker, string versionMarker)
    {
        var start = keys.LowerBound(query.Prefix);
        if (keyMarker.Length == 0)
        {
            return start;
        }

        var group = keyMarker.StartsWith(query.Prefix, StringComparison.Ordinal) ? query.GroupOf(keyMarker) : null;
        var after = group is not null ? keys.AfterGroup(group, 0)
            : versionMarker.Length > 0 ? keys.LowerBound(keyMarker)
            : keys.UpperBound(keyMarker);
        return Math.Max(start, after);
    }

    private void AddGroup(string group, int pageSize)
    {
        if (!HasRoom(pageSize))
        {
            return;
        }

        CommonPrefixes.Add(group);
        LastKey = group;
        LastVersionId = null;
    }

    private void AddVersions(List<StoredVersion> versions, string after, int pageSize)
    {
        for (var i = after.Length == 0 ? 0 : After(versions, after); i < versions.Count && HasRoom(pageSize); i++)
        {
            Versions.Add((versions[i], i == 0));
            LastKey = versions[i].Key;
            LastVersionId = versions[i].VersionId;
        }
    }

    // The marker's version may be gone: whoever empties a bucket deletes each page before asking for the next.
    private static int After(List<StoredVersion> versions, string marker)
    {
        var found = versions.FindIndex(v => string.Equals(v.VersionId, marker, StringComparison.Ordinal));
        if (found >= 0)
        {
            return found + 1;
        }

        var sequence = EmbeddedIds.Sequence(marker);
        var older = versions.FindIndex(v => EmbeddedIds.Sequence(v.VersionId) < sequence);
        return older < 0 ? versions.Count : older;
    }

    private bool HasRoom(int pageSize)
    {
        IsTruncated = Count >= pageSize && pageSize > 0;
        return Count < pageSize;
    }
}
