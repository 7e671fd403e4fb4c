using System.Xml;

namespace S3Kit.Embedded;

/// <summary>A bucket's versioning and the listing of its versions. Runs under the store's lock.</summary>
internal static class VersioningOperations
{
    public static HttpResponseMessage Get(EmbeddedStore store, EmbeddedRequest request) =>
        EmbeddedResponse.Xml(S3Xml.Document("VersioningConfiguration", store.BucketFor(request).Versioning, static (xml, versioning) =>
            xml.Element("Status", versioning == BucketVersioning.Unversioned ? null : versioning.ToString())));

    public static HttpResponseMessage Put(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        bucket.Versioning = S3XmlReader.Read(request, "VersioningConfiguration").Value("Status") switch
        {
            "Enabled" => BucketVersioning.Enabled,
            "Suspended" => BucketVersioning.Suspended,
            _ => throw EmbeddedErrors.MalformedXml(),
        };
        return EmbeddedResponse.Empty();
    }

    public static HttpResponseMessage List(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        var query = ListQuery.Read(request);
        var keyMarker = request.Query["key-marker"] ?? string.Empty;
        var versionMarker = request.Query["version-id-marker"] ?? string.Empty;
        if (versionMarker.Length > 0 && keyMarker.Length == 0)
        {
            throw EmbeddedErrors.InvalidArgument("version-id-marker", versionMarker, "A version-id marker cannot be specified without a key marker.");
        }

        var page = VersionPage.Read(bucket, query, keyMarker, versionMarker);
        var quirks = store.Options.Quirks;
        var nextKey = quirks.LeavesKeyMarkersPlain ? page.LastKey : query.Encode(page.LastKey);
        var nextVersion = quirks.TellsNullAsNextVersion ? "null" : page.LastVersionId;
        return EmbeddedResponse.Xml(S3Xml.Document("ListVersionsResult", (bucket, query, page, keyMarker, versionMarker, nextKey, nextVersion), static (xml, s) =>
        {
            ObjectListings.WriteHead(xml, s.bucket, s.query);
            xml.Element("KeyMarker", s.query.Encode(s.keyMarker));
            xml.Element("VersionIdMarker", s.versionMarker);
            xml.Element("IsTruncated", s.page.IsTruncated);
            if (s.page.IsTruncated)
            {
                xml.Element("NextKeyMarker", s.nextKey);
                xml.Element("NextVersionIdMarker", s.nextVersion);
            }

            foreach (var (version, isLatest) in s.page.Versions)
            {
                WriteVersion(xml, s.query, s.bucket, version, isLatest);
            }

            ObjectListings.WriteCommonPrefixes(xml, s.query, s.page.CommonPrefixes);
        }));
    }

    private static void WriteVersion(XmlWriter xml, ListQuery query, EmbeddedBucket bucket, StoredVersion version, bool isLatest)
    {
        xml.WriteStartElement(version.IsDeleteMarker ? "DeleteMarker" : "Version");
        xml.Element("Key", query.Encode(version.Key));
        xml.Element("VersionId", version.VersionId);
        xml.Element("IsLatest", isLatest);
        xml.Element("LastModified", S3Xml.Time(version.LastModified));
        if (!version.IsDeleteMarker)
        {
            xml.Element("ETag", version.QuotedETag);
            xml.Element("Size", version.Data.Length);
            xml.Element("StorageClass", version.StorageClass);
        }

        xml.Owner(bucket.Owner);
        xml.WriteEndElement();
    }
}
