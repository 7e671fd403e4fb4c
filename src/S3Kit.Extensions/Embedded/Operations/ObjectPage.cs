namespace S3Kit.Embedded;

/// <summary>One page of a listing of current objects.</summary>
/// <param name="Objects">The objects, in key order.</param>
/// <param name="CommonPrefixes">The groups, in order.</param>
/// <param name="Last">The last line of the page, object or group; where the next page goes on.</param>
/// <param name="IsTruncated">Whether there is more.</param>
internal sealed record ObjectPage(List<StoredVersion> Objects, List<string> CommonPrefixes, string? Last, bool IsTruncated)
{
    /// <summary>
    /// Lists the lines after <paramref name="after"/>. Objects and groups are one sequence ordered by name, so a marker that
    /// lies inside a group is past that group: paging on from a group, or from a key within it, shows it no second time.
    /// </summary>
    public static ObjectPage Read(EmbeddedBucket bucket, ListQuery query, string after)
    {
        var page = new ObjectPage([], [], null, false);
        var count = 0;
        var keys = bucket.Keys;
        for (var position = Start(keys, query, after); position < keys.Count;)
        {
            var key = keys[position];
            if (!key.StartsWith(query.Prefix, StringComparison.Ordinal))
            {
                break;
            }

            var version = bucket.Current(key);
            if (version is null)
            {
                position++;
                continue;
            }

            if (count == query.PageSize)
            {
                // A page of nothing is never "truncated", or a client would page forever.
                return page with { IsTruncated = query.PageSize > 0 };
            }

            count++;
            if (query.GroupOf(key) is { } group)
            {
                page.CommonPrefixes.Add(group);
                page = page with { Last = group };
                position = keys.AfterGroup(group, position);
            }
            else
            {
                page.Objects.Add(version);
                page = page with { Last = key };
                position++;
            }
        }

        return page;
    }

    private static int Start(KeyIndex keys, ListQuery query, string after)
    {
        var start = keys.LowerBound(query.Prefix);
        if (after.Length == 0)
        {
            return start;
        }

        var group = after.StartsWith(query.Prefix, StringComparison.Ordinal) ? query.GroupOf(after) : null;
        return Math.Max(start, group is null ? keys.UpperBound(after) : keys.AfterGroup(group, 0));
    }
}
