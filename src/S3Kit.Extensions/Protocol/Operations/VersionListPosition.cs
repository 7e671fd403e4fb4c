namespace S3Kit.Protocol.Operations;

/// <summary>
/// Where a listing of versions stands after a page: the markers that the endpoint itself gave, and the last key and version, from which any other
/// endpoint can go on.
/// </summary>
/// <param name="Endpoint">The endpoint that served the page.</param>
/// <param name="OwnKeyMarker">That endpoint's <c>NextKeyMarker</c>; empty when it gave none, or none that can be relied on.</param>
/// <param name="OwnVersionMarker">That endpoint's <c>NextVersionIdMarker</c>; likewise.</param>
/// <param name="KeyMarker">The last key; behind a common prefix, one that is greater than all keys in it.</param>
/// <param name="VersionMarker">The last version; empty behind a common prefix.</param>
/// <param name="LastPrefix">The common prefix that the page ended with; empty when it ended with a version.</param>
internal sealed record VersionListPosition(
    string Endpoint, string OwnKeyMarker, string OwnVersionMarker, string KeyMarker, string VersionMarker, string LastPrefix)
{
    private const string Version = "v1";

    // What S3 calls the version that was stored without versioning.
    private const string NullVersion = "null";

    public static VersionListPosition After(ListVersionsDocument document, S3Response response)
    {
        ObjectVersion? last = LastOf(document.Versions);
        string lastPrefix = document.CommonPrefixes.Count > 0 ? document.CommonPrefixes[^1] : "";
        if (last is null && lastPrefix.Length == 0)
        {
            throw S3Errors.NotS3(response.Context, response.Status, "the answer promises more pages but holds nothing.", response.Header(S3Headers.RequestId));
        }

        bool endsWithVersion = last is not null && Utf8Order.Compare(lastPrefix, last.Key) <= 0;
        string endpoint = response.Endpoint.Name;
        string ownKey = KeyMarkers.Decode(document.NextKeyMarker ?? "", document.IsEncoded, endsWithVersion ? last!.Key : lastPrefix);
        string ownVersion = document.NextVersionIdMarker ?? "";
        if (string.Equals(ownVersion, NullVersion, StringComparison.Ordinal))
        {
            // Swift says so whatever the page ended with, and the rest of the key would be lost; Ceph says so behind a common prefix. Where it is true,
            // ours say the same.
            (ownKey, ownVersion) = ("", "");
        }

        return endsWithVersion
            ? new VersionListPosition(endpoint, ownKey, ownVersion, last!.Key, last.VersionId, "")
            : new VersionListPosition(endpoint, ownKey, ownVersion, lastPrefix + ListPosition.AfterAll, "", lastPrefix);
    }

    public static VersionListPosition Parse(string token, string parameter) =>
        PositionToken.Read(token, Version, parts: 6) is [{ Length: > 0 } endpoint, var ownKey, var ownVersion, { Length: > 0 } key, var version, var prefix]
            ? new VersionListPosition(endpoint, ownKey, ownVersion, key, version, prefix)
            : throw new ArgumentException(
                $"The continuation token is none that {nameof(ListObjectVersionsPage)}.{nameof(ListObjectVersionsPage.NextContinuationToken)} has given.", parameter);

    public string ToToken() => PositionToken.Write(Version, Endpoint, OwnKeyMarker, OwnVersionMarker, KeyMarker, VersionMarker, LastPrefix);

    /// <summary>The markers for a request to an endpoint.</summary>
    public (string? Key, string? Version) MarkersFor(string endpoint)
    {
        bool isOwn = OwnKeyMarker.Length > 0 && string.Equals(endpoint, Endpoint, StringComparison.OrdinalIgnoreCase);
        (string key, string version) = isOwn ? (OwnKeyMarker, OwnVersionMarker) : (KeyMarker, VersionMarker);
        return (key, version.Length == 0 ? null : version);
    }

    // Some stores write the delete markers behind the versions: the last key is the greatest, wherever it stands, and of its versions the last is none
    // that is newer than the one before it.
    private static ObjectVersion? LastOf(List<ObjectVersion> versions)
    {
        ObjectVersion? last = null;
        foreach (ObjectVersion version in versions)
        {
            int order = last is null ? 1 : Utf8Order.Compare(version.Key, last.Key);
            if (order > 0 || (order == 0 && !IsNewer(version, last!)))
            {
                last = version;
            }
        }

        return last;
    }

    private static bool IsNewer(ObjectVersion version, ObjectVersion other) =>
        (version.IsLatest && !other.IsLatest) || version.LastModified > other.LastModified;
}
