using System.Text;
using System.Xml;

namespace S3Kit.Embedded;

/// <summary>ListObjectsV2 and the first version of it. Runs under the store's lock.</summary>
internal static class ObjectListings
{
    // Not just the key: a client that builds tokens, or sends another server's, must be found out.
    private const string TokenMark = "s3kit:";

    public static HttpResponseMessage ListV2(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        var query = ListQuery.Read(request);
        var token = request.Query["continuation-token"];
        var startAfter = request.Query["start-after"];
        var page = ObjectPage.Read(bucket, query, token is null ? startAfter ?? string.Empty : FromToken(token));
        var owner = string.Equals(request.Query["fetch-owner"], "true", StringComparison.OrdinalIgnoreCase) ? bucket.Owner : null;
        return EmbeddedResponse.Xml(S3Xml.Document("ListBucketResult", (bucket, query, page, token, startAfter, owner), static (xml, s) =>
        {
            WriteHead(xml, s.bucket, s.query);
            xml.Element("KeyCount", s.page.Objects.Count + s.page.CommonPrefixes.Count);
            xml.Element("IsTruncated", s.page.IsTruncated);
            xml.Element("ContinuationToken", s.token);
            xml.Element("NextContinuationToken", s.page.IsTruncated ? ToToken(s.page.Last!) : null);
            xml.Element("StartAfter", s.query.Encode(s.startAfter));
            WriteLines(xml, s.query, s.page, s.owner);
        }));
    }

    public static HttpResponseMessage ListV1(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        var query = ListQuery.Read(request);
        var marker = request.Query["marker"] ?? string.Empty;
        var page = ObjectPage.Read(bucket, query, marker);
        return EmbeddedResponse.Xml(S3Xml.Document("ListBucketResult", (bucket, query, page, marker), static (xml, s) =>
        {
            WriteHead(xml, s.bucket, s.query);
            xml.Element("Marker", s.query.Encode(s.marker));
            xml.Element("IsTruncated", s.page.IsTruncated);
            // S3 says where to go on only when groups make it unclear; otherwise the last key is the next marker.
            xml.Element("NextMarker", s.page.IsTruncated && s.query.Delimiter is not null ? s.query.Encode(s.page.Last) : null);
            WriteLines(xml, s.query, s.page, s.bucket.Owner);
        }));
    }

    public static void WriteHead(XmlWriter xml, EmbeddedBucket bucket, ListQuery query)
    {
        xml.Element("Name", bucket.Name);
        xml.Element("Prefix", query.Encode(query.Prefix));
        xml.Element("Delimiter", query.Encode(query.Delimiter));
        xml.Element("MaxKeys", query.PageSize);
        xml.Element("EncodingType", query.EncodingType);
    }

    public static void WriteCommonPrefixes(XmlWriter xml, ListQuery query, List<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            xml.WriteStartElement("CommonPrefixes");
            xml.Element("Prefix", query.Encode(prefix));
            xml.WriteEndElement();
        }
    }

    private static void WriteLines(XmlWriter xml, ListQuery query, ObjectPage page, string? owner)
    {
        foreach (var version in page.Objects)
        {
            xml.WriteStartElement("Contents");
            xml.Element("Key", query.Encode(version.Key));
            xml.Element("LastModified", S3Xml.Time(version.LastModified));
            xml.Element("ETag", version.QuotedETag);
            version.Checksum?.WriteAlgorithm(xml);
            xml.Element("Size", version.Data.Length);
            if (owner is not null)
            {
                xml.Owner(owner);
            }

            xml.Element("StorageClass", version.StorageClass);
            xml.WriteEndElement();
        }

        WriteCommonPrefixes(xml, query, page.CommonPrefixes);
    }

    private static string ToToken(string last) => Convert.ToBase64String(Encoding.UTF8.GetBytes(TokenMark + last));

    private static string FromToken(string token)
    {
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out var count)
            && Encoding.UTF8.GetString(bytes, 0, count) is var text
            && text.StartsWith(TokenMark, StringComparison.Ordinal))
        {
            return text[TokenMark.Length..];
        }

        throw EmbeddedErrors.InvalidArgument("continuation-token", token, "The continuation token provided is incorrect");
    }
}
