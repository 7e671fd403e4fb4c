using System.Net;

namespace S3Kit.Embedded;

/// <summary>Tags of objects. Runs under the store's lock.</summary>
internal static class ObjectTagging
{
    private const int MostTags = 10;

    public static IReadOnlyList<KeyValuePair<string, string>> FromHeader(EmbeddedRequest request) =>
        request.Header("x-amz-tagging") is { } text ? Check(EmbeddedQuery.Parse(text).ToList()) : [];

    public static HttpResponseMessage Get(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        var version = ObjectReads.Find(bucket, request.Key, request.Query["versionId"]);
        var document = S3Xml.Document("Tagging", version.Tags, static (xml, tags) =>
        {
            xml.WriteStartElement("TagSet");
            foreach (var tag in tags)
            {
                xml.WriteStartElement("Tag");
                xml.Element("Key", tag.Key);
                xml.Element("Value", tag.Value);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        });
        return EmbeddedResponse.Xml(document).WithVersion(bucket, version);
    }

    public static HttpResponseMessage Put(EmbeddedStore store, EmbeddedRequest request)
    {
        var tags = S3XmlReader.Read(request, "Tagging").All("TagSet").SelectMany(static s => s.All("Tag"))
            .Select(static t => KeyValuePair.Create(t.Value("Key") ?? string.Empty, t.Value("Value") ?? string.Empty))
            .ToList();
        return Replace(store, request, Check(tags), HttpStatusCode.OK);
    }

    public static HttpResponseMessage Delete(EmbeddedStore store, EmbeddedRequest request) => Replace(store, request, [], HttpStatusCode.NoContent);

    private static HttpResponseMessage Replace(
        EmbeddedStore store, EmbeddedRequest request, IReadOnlyList<KeyValuePair<string, string>> tags, HttpStatusCode status)
    {
        var bucket = store.BucketFor(request);
        var version = ObjectReads.Find(bucket, request.Key, request.Query["versionId"]);
        bucket.Replace(version with { Tags = tags });
        return EmbeddedResponse.Empty(status).WithVersion(bucket, version);
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Check(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (tags.Count > MostTags)
        {
            throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "BadRequest", "Object tags cannot be greater than 10");
        }

        if (tags.Any(static t => t.Key.Length is 0 or > 128 || t.Value.Length > 256 || !IsText(t.Key) || !IsText(t.Value)))
        {
            throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "InvalidTag", "The TagKey or TagValue you have provided is invalid");
        }

        return tags.DistinctBy(static t => t.Key, StringComparer.Ordinal).Count() == tags.Count
            ? tags
            : throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "InvalidTag", "Cannot provide multiple Tags with the same key");
    }

    private static bool IsText(string text) => text.EnumerateRunes().All(Protocol.ObjectTags.IsAllowed);
}
