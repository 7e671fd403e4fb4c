using System.Xml;
using System.Xml.Linq;

namespace S3Kit.Embedded;

/// <summary>DeleteObjects: up to a thousand keys at once, each with its own outcome. Runs under the store's lock.</summary>
internal static class DeleteOperations
{
    private const int MostKeys = 1000;

    public static HttpResponseMessage DeleteMany(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        if (request.Header("content-md5") is null && request.Checksum is null)
        {
            throw EmbeddedErrors.InvalidRequest("Missing required header for this request: Content-MD5");
        }

        var document = S3XmlReader.Read(request, "Delete");
        var quiet = string.Equals(document.Value("Quiet")?.Trim(), "true", StringComparison.OrdinalIgnoreCase);
        var objects = document.All("Object").ToList();
        if (objects.Count is 0 or > MostKeys || objects.Any(static o => string.IsNullOrEmpty(o.Value("Key"))))
        {
            throw EmbeddedErrors.MalformedXml();
        }

        return EmbeddedResponse.Xml(S3Xml.Document("DeleteResult", (store, request, bucket, objects, quiet), static (xml, s) =>
        {
            foreach (var one in s.objects)
            {
                DeleteOne(xml, s.store, s.request, s.bucket, one, s.quiet);
            }
        }));
    }

    private static void DeleteOne(XmlWriter xml, EmbeddedStore store, EmbeddedRequest request, EmbeddedBucket bucket, XElement one, bool quiet)
    {
        var key = one.Value("Key")!;
        var versionId = one.Value("VersionId");
        var refusal = store.Faults.ForKey(request.Target, key) ?? Refusal(bucket, key, one.Value("ETag"));
        if (refusal is not null)
        {
            xml.WriteStartElement("Error");
            xml.Element("Key", key);
            xml.Element("VersionId", versionId);
            xml.Element("Code", refusal.Code);
            xml.Element("Message", refusal.Message);
            xml.WriteEndElement();
            return;
        }

        var outcome = bucket.Delete(key, versionId, request.Timestamp, store.Ids);
        if (quiet)
        {
            return;
        }

        xml.WriteStartElement("Deleted");
        xml.Element("Key", key);
        xml.Element("VersionId", versionId);
        if (outcome.DeleteMarker is true)
        {
            xml.Element("DeleteMarker", true);
            xml.Element("DeleteMarkerVersionId", outcome.VersionId);
        }

        xml.WriteEndElement();
    }

    private static EmbeddedS3Exception? Refusal(EmbeddedBucket bucket, string key, string? etag)
    {
        if (etag is null)
        {
            return null;
        }

        var current = bucket.Current(key);
        return current is null ? EmbeddedErrors.NoSuchKey(key)
            : Conditions.Matches(etag, current.ETag) ? null
            : EmbeddedErrors.PreconditionFailed("If-Match");
    }
}
