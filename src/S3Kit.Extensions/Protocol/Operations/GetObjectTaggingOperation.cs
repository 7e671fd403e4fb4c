using System.Xml;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>GetObjectTagging</c>.</summary>
internal sealed class GetObjectTaggingOperation : S3Operation<IReadOnlyDictionary<string, string>>
{
    private readonly string? _versionId;

    public GetObjectTaggingOperation(string bucket, string key, string? versionId)
    {
        Bucket = bucket;
        Key = key;
        _versionId = versionId;
    }

    public override string Name => "GetObjectTagging";

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Get, Bucket, Key);
        request.AddQuery("tagging", "");
        request.AddQuery("versionId", _versionId);
        return request;
    }

    public override ValueTask<IReadOnlyDictionary<string, string>> ReadAsync(S3Response response) =>

        // Ceph answers so for tags that came with the beginning of an upload, which it keeps in a form that it does not understand.
        response.Message.Content.Headers.ContentLength == 0
            ? new(new Dictionary<string, string>(StringComparer.Ordinal))
            : response.ReadXmlAsync("Tagging", Read);

    private static IReadOnlyDictionary<string, string> Read(XmlReader reader)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        S3Xml.ReadChildren(reader, set =>
        {
            if (set.LocalName == "TagSet")
            {
                S3Xml.ReadChildren(set, tag => ReadTag(tag, tags));
            }
            else
            {
                set.Skip();
            }
        });
        return tags;
    }

    private static void ReadTag(XmlReader reader, Dictionary<string, string> tags)
    {
        string key = "";
        string value = "";
        S3Xml.ReadChildren(reader, child =>
        {
            switch (child.LocalName)
            {
                case "Key": key = S3Xml.ReadText(child); break;
                case "Value": value = S3Xml.ReadText(child); break;
                default: child.Skip(); break;
            }
        });
        tags[key] = value;
    }
}
