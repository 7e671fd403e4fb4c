using System.Net;
using System.Xml;

namespace S3Kit.Protocol.Operations;

/// <summary>The document <c>ListBucketResult</c>.</summary>
internal sealed class ListObjectsDocument
{
    public List<ObjectInfo> Objects { get; } = [];

    public List<string> CommonPrefixes { get; } = [];

    public bool IsTruncated { get; private set; }

    public string? NextToken { get; private set; }

    private bool IsEncoded { get; set; }

    public static ListObjectsDocument Read(XmlReader reader, string bucket, string endpoint)
    {
        var document = new ListObjectsDocument();
        List<RawObject> objects = [];
        List<string> prefixes = [];
        S3Xml.ReadChildren(reader, child =>
        {
            switch (child.LocalName)
            {
                case "IsTruncated": document.IsTruncated = S3Xml.ReadBool(child); break;
                case "NextContinuationToken": document.NextToken = S3Xml.ReadText(child); break;
                case "EncodingType": document.IsEncoded = string.Equals(S3Xml.ReadText(child), "url", StringComparison.OrdinalIgnoreCase); break;
                case "Contents": objects.Add(RawObject.Read(child)); break;
                case "CommonPrefixes": S3Xml.ReadChildren(child, prefix => Add(prefix, prefixes)); break;
                default: child.Skip(); break;
            }
        });

        // Only now is it known whether the keys are encoded: the element that says so may come last.
        foreach (RawObject each in objects)
        {
            document.Objects.Add(new ObjectInfo
            {
                Bucket = bucket,
                Key = document.Decode(each.Key),
                Size = each.Size,
                ETag = ETags.Unquote(each.ETag),
                LastModified = each.LastModified,
                StorageClass = each.StorageClass,
                Endpoint = endpoint,
            });
        }

        foreach (string prefix in prefixes)
        {
            document.CommonPrefixes.Add(document.Decode(prefix));
        }

        return document;
    }

    private static void Add(XmlReader reader, List<string> prefixes)
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

    // AWS writes a space as plus, others as %20; a plus itself is %2B with all of them.
    private string Decode(string text) => IsEncoded ? WebUtility.UrlDecode(text) : text;

    private readonly record struct RawObject(string Key, long Size, string? ETag, DateTimeOffset? LastModified, string? StorageClass)
    {
        public static RawObject Read(XmlReader reader)
        {
            string key = "";
            long size = 0;
            string? tag = null;
            DateTimeOffset? modified = null;
            string? storageClass = null;
            S3Xml.ReadChildren(reader, child =>
            {
                switch (child.LocalName)
                {
                    case "Key": key = S3Xml.ReadText(child); break;
                    case "Size": size = S3Xml.ReadLong(child); break;
                    case "ETag": tag = S3Xml.ReadText(child); break;
                    case "LastModified": modified = S3Xml.ReadTime(child); break;
                    case "StorageClass": storageClass = S3Xml.ReadText(child); break;
                    default: child.Skip(); break;
                }
            });
            return new RawObject(key, size, tag, modified, storageClass);
        }
    }
}
