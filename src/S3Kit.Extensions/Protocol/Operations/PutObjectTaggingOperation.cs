using System.Security;
using System.Security.Cryptography;
using System.Text;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>PutObjectTagging</c>: all tags at once, in the place of those before.</summary>
internal sealed class PutObjectTaggingOperation : S3Operation<ObjectTaggingResult>
{
    private readonly IReadOnlyDictionary<string, string> _tags;
    private readonly string? _versionId;
    private readonly string _md5;

    public PutObjectTaggingOperation(string bucket, string key, IReadOnlyDictionary<string, string> tags, string? versionId)
    {
        Bucket = bucket;
        Key = key;
        _tags = tags;
        _versionId = versionId;
        var document = new StringBuilder("<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet>");
        foreach ((string name, string value) in tags)
        {
            document.Append("<Tag><Key>").Append(SecurityElement.Escape(name)).Append("</Key><Value>").Append(SecurityElement.Escape(value)).Append("</Value></Tag>");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(document.Append("</TagSet></Tagging>").ToString());
        Body = new MemoryBody(bytes);
#pragma warning disable CA5351 // Not for security: S3 wants this operation to carry it.
        _md5 = Convert.ToBase64String(MD5.HashData(bytes));
#pragma warning restore CA5351
    }

    public override string Name => "PutObjectTagging";

    public override RequestBody Body { get; }

    /// <summary>The upload whose object is tagged at its end; <see langword="null"/> for any object.</summary>
    public StartedUpload? Upload { get; init; }

    public override string? PinnedEndpoint => Upload?.Endpoint;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Put, Bucket, Key) { Body = Body };
        request.AddQuery("tagging", "");
        request.AddQuery("versionId", _versionId);
        request.AddHeader("content-type", "application/xml");
        request.AddHeader("content-md5", _md5);
        return request;
    }

    public override async ValueTask<ObjectTaggingResult> ReadAsync(S3Response response)
    {
        await response.ExpectNothingAsync().ConfigureAwait(false);
        return new ObjectTaggingResult
        {
            Bucket = Bucket!,
            Key = Key!,
            Tags = _tags,
            VersionId = response.Header(S3Headers.VersionId) ?? _versionId,
            Endpoint = response.Endpoint.Name,
        };
    }
}
