using System.Collections.Frozen;
using System.Xml;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>GetObjectTagging</c>.</summary>
internal sealed class GetObjectTaggingOperation : S3Operation<ObjectTaggingResult>
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

    public override async ValueTask<ObjectTaggingResult> ReadAsync(S3Response response)
    {
        // Ceph 16 says just nothing of an object whose tags it has lost.
        bool isEmpty = response.Message.Content.Headers.ContentLength == 0 && response.Header(S3Headers.RequestId) is not null;
        IReadOnlyDictionary<string, string> tags = isEmpty ? FrozenDictionary<string, string>.Empty : await response.ReadXmlAsync("Tagging", Read).ConfigureAwait(false);
        return Result(response.Endpoint, tags, response.Header(S3Headers.VersionId));
    }

    // Some stores have an error for an object without tags, where S3 has an empty list.
    public override bool TryReadError(S3KitException error, StorageEndpoint endpoint, out ObjectTaggingResult result)
    {
        result = Result(endpoint, FrozenDictionary<string, string>.Empty, null);
        return error is S3NotFoundException { ErrorCode: "NoSuchTagSet" or "NoSuchTagSetError" };
    }

    private static IReadOnlyDictionary<string, string> Read(XmlReader reader)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        S3Xml.ReadChildren(reader, child =>
        {
            if (child.LocalName == "TagSet")
            {
                S3Xml.ReadChildren(child, tag => ReadTag(tag, tags));
            }
            else
            {
                child.Skip();
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

    private ObjectTaggingResult Result(StorageEndpoint endpoint, IReadOnlyDictionary<string, string> tags, string? versionId) =>
        new() { Bucket = Bucket!, Key = Key!, Tags = tags, VersionId = versionId ?? _versionId, Endpoint = endpoint.Name };
}
