namespace S3Kit.Embedded;

/// <summary>A multipart upload in progress. Guarded by the store's lock.</summary>
/// <param name="id">The upload's id.</param>
/// <param name="template">The object that completing will store, still without its bytes.</param>
internal sealed class EmbeddedUpload(string id, StoredVersion template)
{
    public string Id { get; } = id;

    public string Key => Template.Key;

    public DateTimeOffset Initiated => Template.LastModified;

    public StoredVersion Template { get; } = template;

    public SortedDictionary<int, UploadedPart> Parts { get; } = [];
}
