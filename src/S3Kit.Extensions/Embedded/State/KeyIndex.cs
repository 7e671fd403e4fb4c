using System.Diagnostics.CodeAnalysis;

namespace S3Kit.Embedded;

/// <summary>The keys of a bucket in listing order, each with its versions, newest first. Guarded by the store's lock.</summary>
internal sealed class KeyIndex
{
    private readonly List<string> _keys = [];
    private readonly Dictionary<string, List<StoredVersion>> _versions = new(StringComparer.Ordinal);

    public int Count => _keys.Count;

    public string this[int position] => _keys[position];

    public bool TryGet(string key, [NotNullWhen(true)] out List<StoredVersion>? versions) => _versions.TryGetValue(key, out versions);

    public List<StoredVersion> GetOrAdd(string key)
    {
        if (!_versions.TryGetValue(key, out var versions))
        {
            versions = [];
            _versions.Add(key, versions);
            _keys.Insert(~_keys.BinarySearch(key, Utf8KeyComparer.Instance), key);
        }

        return versions;
    }

    public void Remove(string key)
    {
        if (_versions.Remove(key))
        {
            _keys.RemoveAt(_keys.BinarySearch(key, Utf8KeyComparer.Instance));
        }
    }

    /// <summary>The position of the first key that is not before <paramref name="key"/>.</summary>
    public int LowerBound(string key)
    {
        var position = _keys.BinarySearch(key, Utf8KeyComparer.Instance);
        return position < 0 ? ~position : position;
    }

    /// <summary>The position of the first key after <paramref name="key"/>.</summary>
    public int UpperBound(string key)
    {
        var position = _keys.BinarySearch(key, Utf8KeyComparer.Instance);
        return position < 0 ? ~position : position + 1;
    }

    /// <summary>The first position, at or after <paramref name="start"/>, whose key is past every key that begins with <paramref name="prefix"/>.</summary>
    public int AfterGroup(string prefix, int start)
    {
        // A listing with a delimiter shows a folder of a million keys as one line; it must not walk them.
        int low = start, high = _keys.Count;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var key = _keys[middle];
            if (key.StartsWith(prefix, StringComparison.Ordinal) || Utf8KeyComparer.Instance.Compare(key, prefix) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
