using System.Net;
using System.Xml;

namespace S3Kit.Protocol.Operations;

/// <summary>The document <c>ListVersionsResult</c>.</summary>
internal sealed class ListVersionsDocument
{
    public List<ObjectVersion> Versions { get; } = [];

    public List<string> CommonPrefixes { get; } = [];

    public bool IsTruncated { get; private set; }

    /// <summary>Whether the answer says that its keys are encoded.</summary>
    public bool IsEncoded { get; private set; }

    /// <summary>As it stands in the answer: not every store that encodes the keys encodes this one.</summary>
    public string? NextKeyMarker { get; private set; }

    public string? NextVersionIdMarker { get; private set; }

    public static ListVersionsDocument Read(XmlReader reader, string bucket, string endpoint)
    {
        var document = new ListVersionsDocument();
        List<ObjectVersion> versions = [];
        List<string> prefixes = [];
        S3Xml.ReadChildren(reader, child =>
        {
            switch (child.LocalName)
            {
                case "IsTruncated": document.IsTruncated = S3Xml.ReadBool(child); break;
                case "NextKeyMarker": document.NextKeyMarker = S3Xml.ReadText(child); break;
                case "NextVersionIdMarker": document.NextVersionIdMarker = S3Xml.ReadText(child); break;
                case "EncodingType": document.IsEncoded = string.Equals(S3Xml.ReadText(child), "url", StringComparison.OrdinalIgnoreCase); break;
                case "Version": versions.Add(ReadVersion(child, bucket, endpoint, isDeleteMarker: false)); break;
                case "DeleteMarker": versions.Add(ReadVersion(child, bucket, endpoint, isDeleteMarker: true)); break;
                case "CommonPrefixes": S3Xml.ReadChildren(child, prefix => ReadPrefix(prefix, prefixes)); break;
                default: child.Skip(); break;
            }
        });

        // Only now is it known whether the names are encoded: the element that says so may come last. Ids of versions never are.
        foreach (ObjectVersion version in versions)
        {
            document.Versions.Add(document.IsEncoded ? version with { Key = WebUtility.UrlDecode(version.Key) } : version);
        }

        foreach (string prefix in prefixes)
        {
            document.CommonPrefixes.Add(document.IsEncoded ? WebUtility.UrlDecode(prefix) : prefix);
        }

        return document;
    }

    private static void ReadPrefix(XmlReader reader, List<string> prefixes)
    {
        if (reader.LocalName == "Prefix")
        {
            prefixes.Add(S3Xml.ReadText(reader));
        }
        else
        {
            reader.Skip();
        }
    }

    private static ObjectVersion ReadVersion(XmlReader reader, string bucket, string endpoint, bool isDeleteMarker)
    {
        string key = "";
        string id = "";
        bool isLatest = false;
        long size = 0;
        string? tag = null;
        DateTimeOffset? modified = null;
        string? storageClass = null;
        S3Xml.ReadChildren(reader, child =>
        {
            switch (child.LocalName)
            {
                case "Key": key = S3Xml.ReadText(child); break;
                case "VersionId": id = S3Xml.ReadText(child); break;
                case "IsLatest": isLatest = S3Xml.ReadBool(child); break;
                case "Size": size = S3Xml.ReadLong(child); break;
                case "ETag": tag = S3Xml.ReadText(child); break;
                case "LastModified": modified = S3Xml.ReadTime(child); break;
                case "StorageClass": storageClass = S3Xml.ReadText(child); break;
                default: child.Skip(); break;
            }
        });
        return new ObjectVersion
        {
            Bucket = bucket,
            Key = key,

            // A store without versioning may leave it out; so S3 calls it.
            VersionId = id.Length == 0 ? "null" : id,
            IsLatest = isLatest,
            IsDeleteMarker = isDeleteMarker,
            Size = size,
            ETag = ETags.Unquote(tag),
            LastModified = modified,
            StorageClass = storageClass,
            Endpoint = endpoint,
        };
    }
}
