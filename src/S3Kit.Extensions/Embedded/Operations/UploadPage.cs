namespace S3Kit.Embedded;

/// <summary>One page of a listing of uploads: by key, and in the order they began within a key.</summary>
internal sealed class UploadPage
{
    public List<EmbeddedUpload> Uploads { get; } = [];

    public List<string> CommonPrefixes { get; } = [];

    public string? LastKey { get; private set; }

    /// <summary>Null when the page ends with a group.</summary>
    public string? LastUploadId { get; private set; }

    public bool IsTruncated { get; private set; }

    public static UploadPage Read(EmbeddedBucket bucket, ListQuery query, string keyMarker, string uploadMarker, bool exactKeyOnly = false)
    {
        var page = new UploadPage();
        var uploads = bucket.Uploads.Values
            .Where(u => u.Key.StartsWith(query.Prefix, StringComparison.Ordinal) && (!exactKeyOnly || u.Key.Length == query.Prefix.Length) && IsAfter(u, keyMarker, uploadMarker))
            .OrderBy(static u => u.Key, Utf8KeyComparer.Instance)
            .ThenBy(static u => EmbeddedIds.Sequence(u.Id));
        foreach (var upload in uploads)
        {
            var group = query.GroupOf(upload.Key);
            if (group is not null && (string.Equals(group, page.LastKey, StringComparison.Ordinal) || IsWithin(group, keyMarker)))
            {
                continue;
            }

            if (page.Uploads.Count + page.CommonPrefixes.Count == query.PageSize)
            {
                page.IsTruncated = query.PageSize > 0;
                break;
            }

            page.Add(upload, group);
        }

        return page;
    }

    private static bool IsAfter(EmbeddedUpload upload, string keyMarker, string uploadMarker)
    {
        var order = Utf8KeyComparer.Instance.Compare(upload.Key, keyMarker);
        return order > 0
            || (order == 0 && uploadMarker.Length > 0 && EmbeddedIds.Sequence(upload.Id) > EmbeddedIds.Sequence(uploadMarker));
    }

    private static bool IsWithin(string group, string marker) => marker.StartsWith(group, StringComparison.Ordinal);

    private void Add(EmbeddedUpload upload, string? group)
    {
        if (group is null)
        {
            Uploads.Add(upload);
        }
        else
        {
            CommonPrefixes.Add(group);
        }

        LastKey = group ?? upload.Key;
        LastUploadId = group is null ? upload.Id : null;
    }
}
