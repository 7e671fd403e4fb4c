using S3Kit.Checksums;

namespace S3Kit.Embedded;

/// <summary>A multipart upload in progress. Guarded by the store's lock.</summary>
/// <param name="id">The upload's id.</param>
/// <param name="template">The object that completing will store, still without its bytes.</param>
/// <param name="algorithm">What the object's checksum will be, if it is to have one.</param>
/// <param name="checksumOfWhole">Whether that is taken over the object, not over the checksums of its parts.</param>
internal sealed class EmbeddedUpload(string id, StoredVersion template, ChecksumFormat? algorithm, bool checksumOfWhole)
{
    public string Id { get; } = id;

    public string Key => Template.Key;

    public DateTimeOffset Initiated => Template.LastModified;

    public StoredVersion Template { get; } = template;

    public ChecksumFormat? Algorithm { get; } = algorithm;

    public bool ChecksumOfWhole { get; } = checksumOfWhole;

    public SortedDictionary<int, UploadedPart> Parts { get; } = [];
}
