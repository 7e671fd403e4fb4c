namespace S3Kit.Embedded;

/// <summary>A bucket's contents and settings. Guarded by the store's lock.</summary>
internal sealed class EmbeddedBucket(string name, string owner, string? region, DateTimeOffset created)
{
    public string Name { get; } = name;

    public string Owner { get; } = owner;

    public DateTimeOffset Created { get; } = created;

    /// <summary>What the bucket was created with, and what requests must be signed for when the store enforces it.</summary>
    public string? Region { get; set; } = region;

    public bool EnforcesRegion { get; set; }

    public BucketVersioning Versioning { get; set; }

    public KeyIndex Keys { get; } = new();

    /// <summary>The uploads in progress, by their ids.</summary>
    public Dictionary<string, EmbeddedUpload> Uploads { get; } = new(StringComparer.Ordinal);

    /// <summary>The newest version, which may be a delete marker; null when there is none.</summary>
    public StoredVersion? Newest(string key) => Keys.TryGet(key, out var versions) ? versions[0] : null;

    /// <summary>What a GET without a version id finds; null when there is nothing or a delete marker.</summary>
    public StoredVersion? Current(string key) => Newest(key) is { IsDeleteMarker: false } version ? version : null;

    public StoredVersion? Find(string key, string versionId) =>
        Keys.TryGet(key, out var versions) ? versions.Find(v => string.Equals(v.VersionId, versionId, StringComparison.Ordinal)) : null;

    /// <summary>Stores a version as the newest and returns it with the id it got.</summary>
    public StoredVersion Store(StoredVersion version, EmbeddedIds ids)
    {
        var versions = Keys.GetOrAdd(version.Key);
        version = version with { VersionId = Versioning == BucketVersioning.Enabled ? ids.NextVersion() : StoredVersion.NullVersion };
        if (Versioning != BucketVersioning.Enabled)
        {
            versions.RemoveAll(static v => string.Equals(v.VersionId, StoredVersion.NullVersion, StringComparison.Ordinal));
        }

        versions.Insert(0, version);
        return version;
    }

    /// <summary>Puts another state of the same version in its place.</summary>
    public void Replace(StoredVersion version)
    {
        if (Keys.TryGet(version.Key, out var versions))
        {
            var position = versions.FindIndex(v => string.Equals(v.VersionId, version.VersionId, StringComparison.Ordinal));
            versions[position] = version;
        }
    }

    public DeleteOutcome Delete(string key, string? versionId, DateTimeOffset now, EmbeddedIds ids)
    {
        if (versionId is not null)
        {
            var wasMarker = RemoveVersion(key, versionId);
            return new DeleteOutcome(versionId, wasMarker ? true : null);
        }

        if (Versioning == BucketVersioning.Unversioned)
        {
            Keys.Remove(key);
            return default;
        }

        var marker = Store(new StoredVersion { Key = key, LastModified = now, IsDeleteMarker = true }, ids);
        return new DeleteOutcome(marker.VersionId, true);
    }

    private bool RemoveVersion(string key, string versionId)
    {
        if (!Keys.TryGet(key, out var versions))
        {
            return false;
        }

        var position = versions.FindIndex(v => string.Equals(v.VersionId, versionId, StringComparison.Ordinal));
        if (position < 0)
        {
            return false;
        }

        var wasMarker = versions[position].IsDeleteMarker;
        versions.RemoveAt(position);
        if (versions.Count == 0)
        {
            Keys.Remove(key);
        }

        return wasMarker;
    }
}
