using System.Xml;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>ListBuckets</c>, which is also how an endpoint is asked whether it is there.</summary>
internal sealed class ListBucketsOperation : S3Operation<IReadOnlyList<BucketInfo>>
{
    public override string Name => "ListBuckets";

    public override S3Request CreateRequest(StorageEndpoint endpoint) => new(Name, HttpMethod.Get, null, null);

    public override ValueTask<IReadOnlyList<BucketInfo>> ReadAsync(S3Response response) => response.ReadXmlAsync("ListAllMyBucketsResult", Read);

    private static IReadOnlyList<BucketInfo> Read(XmlReader reader)
    {
        List<BucketInfo> buckets = [];
        S3Xml.ReadChildren(reader, child =>
        {
            if (child.LocalName != "Buckets")
            {
                child.Skip();
                return;
            }

            S3Xml.ReadChildren(child, bucket => buckets.Add(ReadBucket(bucket)));
        });
        return buckets;
    }

    private static BucketInfo ReadBucket(XmlReader reader)
    {
        string name = "";
        DateTimeOffset? created = null;
        S3Xml.ReadChildren(reader, child =>
        {
            switch (child.LocalName)
            {
                case "Name": name = S3Xml.ReadText(child); break;
                case "CreationDate": created = S3Xml.ReadTime(child); break;
                default: child.Skip(); break;
            }
        });
        return new BucketInfo(name, created);
    }
}
