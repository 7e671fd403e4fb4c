using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>CompleteMultipartUpload</c>. It may say 200 and then that it failed: then it failed.</summary>
internal sealed class CompleteMultipartUploadOperation : S3Operation<PutObjectResult>
{
    private readonly StartedUpload _upload;
    private readonly PutObjectOptions? _options;
    private readonly string? _checksum;
    private readonly long _size;

    public CompleteMultipartUploadOperation(string bucket, string key, StartedUpload upload, IReadOnlyList<UploadedPart> parts, PutObjectOptions? options, string? checksum = null)
    {
        Bucket = bucket;
        Key = key;
        _upload = upload;
        _options = options;
        _checksum = checksum;
        string? element = ChecksumHeaders.FormatOf(options)?.Element;
        var document = new StringBuilder("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        foreach (UploadedPart part in parts)
        {
            document.Append(CultureInfo.InvariantCulture, $"<Part><PartNumber>{part.Number}</PartNumber><ETag>{SecurityElement.Escape(part.ETag)}</ETag>");
            if (part.Checksum is not null && element is not null)
            {
                document.Append(CultureInfo.InvariantCulture, $"<{element}>{part.Checksum}</{element}>");
            }

            document.Append("</Part>");
            _size += part.Size;
        }

        Body = new MemoryBody(Encoding.UTF8.GetBytes(document.Append("</CompleteMultipartUpload>").ToString()));
    }

    public override string Name => "CompleteMultipartUpload";

    public override RequestBody Body { get; }

    /// <summary>Whether the object has the tags that its upload began with. Known when it is complete.</summary>
    public bool KeptTags { get; private set; }

    public override string? PinnedEndpoint => _upload.Endpoint;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Post, Bucket, Key) { Body = Body };
        request.AddQuery("uploadId", _upload.Id);
        request.AddHeader("content-type", "application/xml");
        ObjectWriteHeaders.AddConditions(request, _options, endpoint, endpoint.Settings.Dialect.ConditionalComplete);
        EncryptionHeaders.AddCustomerKey(request, _options?.ServerSideEncryption as SseCustomerKey);
        ChecksumHeaders.AddWhole(request, _options, _checksum);
        return request;
    }

    public override ValueTask<PutObjectResult> ReadAsync(S3Response response) => response.ReadXmlAsync("CompleteMultipartUploadResult", reader => Read(reader, response), keepsAlive: true);

    private PutObjectResult Read(XmlReader reader, S3Response response)
    {
        KeptTags = response.Endpoint.Settings.Dialect.KeepsTagsOfUploads;
        string? tag = null;
        S3Xml.ReadChildren(reader, child =>
        {
            if (child.LocalName == "ETag")
            {
                tag = S3Xml.ReadText(child);
            }
            else
            {
                child.Skip();
            }
        });
        return new PutObjectResult
        {
            Bucket = Bucket!,
            Key = Key!,
            Location = response.Endpoint.Settings.Address.Locate(Bucket!, Key!),

            // Ceph up to 17 leaves it empty.
            ETag = string.IsNullOrEmpty(tag) ? null : ETags.Unquote(tag),
            VersionId = response.Header(S3Headers.VersionId),
            ServerSideEncryption = EncryptionHeaders.Read(response) ?? _upload.ServerSideEncryption,
            Size = _size,
            Endpoint = response.Endpoint.Name,
        };
    }
}
