using System.Globalization;
using System.Security;
using System.Text;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>PutObjectTagging</c>: these tags in the place of all that there are.</summary>
internal sealed class PutObjectTaggingOperation : S3Operation<bool>
{
    private readonly string? _versionId;
    private readonly string _md5;

    public PutObjectTaggingOperation(string bucket, string key, string? versionId, IReadOnlyDictionary<string, string> tags)
    {
        Bucket = bucket;
        Key = key;
        _versionId = versionId;
        var document = new StringBuilder("<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet>");
        foreach ((string name, string value) in tags)
        {
            document.Append(CultureInfo.InvariantCulture, $"<Tag><Key>{SecurityElement.Escape(name)}</Key><Value>{SecurityElement.Escape(value)}</Value></Tag>");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(document.Append("</TagSet></Tagging>").ToString());
        _md5 = ContentMd5.Of(bytes);
        Body = new MemoryBody(bytes);
    }

    public override string Name => "PutObjectTagging";

    public override RequestBody Body { get; }

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Put, Bucket, Key) { Body = Body };
        request.AddQuery("tagging", "");
        request.AddQuery("versionId", _versionId);
        request.AddHeader("content-type", "application/xml");
        request.AddHeader("content-md5", _md5);
        return request;
    }

    public override async ValueTask<bool> ReadAsync(S3Response response)
    {
        await response.ExpectNothingAsync().ConfigureAwait(false);
        return true;
    }
}
