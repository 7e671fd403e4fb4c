using System.Xml;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>CreateMultipartUpload</c>: the upload's id, and the endpoint where it began.</summary>
internal sealed class CreateMultipartUploadOperation : S3Operation<StartedUpload>
{
    private readonly PutObjectOptions? _options;

    public CreateMultipartUploadOperation(string bucket, string key, PutObjectOptions? options)
    {
        Bucket = bucket;
        Key = key;
        _options = options;
    }

    public override string Name => "CreateMultipartUpload";

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Post, Bucket, Key);
        request.AddQuery("uploads", "");
        ObjectWriteHeaders.CheckConditions(request, _options, endpoint, endpoint.Settings.Dialect.ConditionalComplete);
        ChecksumHeaders.Check(request, _options, endpoint);
        ObjectWriteHeaders.AddDescription(request, endpoint.Settings.Dialect.KeepsTagsOfUploads ? _options : _options is null ? null : _options with { Tags = null });
        ChecksumHeaders.AddAlgorithm(request, _options);
        return request;
    }

    public override ValueTask<StartedUpload> ReadAsync(S3Response response) => response.ReadXmlAsync("InitiateMultipartUploadResult", reader => Read(reader, response));

    private static StartedUpload Read(XmlReader reader, S3Response response)
    {
        string? id = null;
        S3Xml.ReadChildren(reader, child =>
        {
            if (child.LocalName == "UploadId")
            {
                id = S3Xml.ReadText(child);
            }
            else
            {
                child.Skip();
            }
        });
        return string.IsNullOrEmpty(id)
            ? throw S3Errors.NotS3(response.Context, response.Status, "the answer names no upload.", response.Header(S3Headers.RequestId))
            : new StartedUpload(id, response.Endpoint.Name)
            {
                WantsEqualParts = response.Endpoint.Settings.Dialect.WantsEqualParts,
                ServerSideEncryption = EncryptionHeaders.Read(response),
            };
    }
}
