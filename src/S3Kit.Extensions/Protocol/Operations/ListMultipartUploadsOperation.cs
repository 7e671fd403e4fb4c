using System.Net;
using System.Xml;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>ListMultipartUploads</c>: one page.</summary>
internal sealed class ListMultipartUploadsOperation : S3Operation<UploadsPage>
{
    private readonly string? _prefix;
    private readonly UploadsPosition? _position;
    private readonly bool _encoded;

    public ListMultipartUploadsOperation(string bucket, string? prefix, UploadsPosition? position, bool encoded)
    {
        Bucket = bucket;
        _prefix = string.IsNullOrEmpty(prefix) ? null : prefix;
        _position = position;
        _encoded = encoded;
    }

    public override string Name => "ListMultipartUploads";

    public override string? PreferredEndpoint => _position?.Endpoint;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        if (endpoint.Settings.Dialect.ListsUploadsByExactKeyOnly && string.IsNullOrEmpty(_prefix))
        {
            // It would answer that there are none, and a sweep would pass for done.
            throw S3Errors.Unsupported(
                new S3ErrorContext(Name, endpoint.Name, Bucket, null),
                $"the profile {endpoint.Settings.Dialect.Profile} of this endpoint says that the store lists the uploads of one key only, so nothing was sent. Give the whole key as the prefix, or let the store expire uploads by a rule of its own.");
        }

        var request = new S3Request(Name, HttpMethod.Get, Bucket, null);
        request.AddQuery("uploads", "");
        request.AddQuery("encoding-type", _encoded ? "url" : null);
        request.AddQuery("max-uploads", "1000");
        request.AddQuery("prefix", _prefix);
        request.AddQuery("key-marker", _position?.Key);

        // Without a key it means nothing, and some stores refuse it.
        request.AddQuery("upload-id-marker", _position is { UploadId.Length: > 0 } position ? position.UploadId : null);
        return request;
    }

    public override async ValueTask<UploadsPage> ReadAsync(S3Response response)
    {
        Document document = await response.ReadXmlAsync("ListMultipartUploadsResult", Document.Read).ConfigureAwait(false);
        if (_encoded && document.MayBeEncodedUntold)
        {
            return UploadsPage.Ambiguous;
        }

        List<MultipartUpload> uploads = document.Uploads.ConvertAll(raw => new MultipartUpload
        {
            Bucket = Bucket!,
            Key = document.Decode(raw.Key),
            UploadId = raw.Id,
            Initiated = raw.Initiated,
            StorageClass = raw.StorageClass,
            Endpoint = response.Endpoint.Name,
        });
        if (!document.IsTruncated)
        {
            return new UploadsPage(uploads, null);
        }

        // A store that names no markers goes on behind the last upload it has named.
        MultipartUpload? last = uploads.Count > 0 ? uploads[^1] : null;
        string key = last?.Key ?? "";
        string id = last?.UploadId ?? "";
        if (document.NextKey is { Length: > 0 } next)
        {
            (key, id) = (KeyMarkers.Decode(next, document.IsEncoded, key), document.NextId ?? "");
        }

        bool repeats = key.Length == 0 || (_position is { } before && before.Key == key && before.UploadId == id);
        return repeats
            ? throw S3Errors.NotS3(
                response.Context, response.Status, "the answer repeats the page before it, so the listing would never end.", response.Header(S3Headers.RequestId))
            : new UploadsPage(uploads, new UploadsPosition(key, id, response.Endpoint.Name));
    }

    private sealed class Document
    {
        public List<(string Key, string Id, DateTimeOffset? Initiated, string? StorageClass)> Uploads { get; } = [];

        public bool IsTruncated { get; private set; }

        public string? NextKey { get; private set; }

        public string? NextId { get; private set; }

        public bool IsEncoded { get; private set; }

        public static Document Read(XmlReader reader)
        {
            var document = new Document();
            S3Xml.ReadChildren(reader, child =>
            {
                switch (child.LocalName)
                {
                    case "IsTruncated": document.IsTruncated = S3Xml.ReadBool(child); break;
                    case "NextKeyMarker": document.NextKey = S3Xml.ReadText(child); break;
                    case "NextUploadIdMarker": document.NextId = S3Xml.ReadText(child); break;
                    case "EncodingType": document.IsEncoded = string.Equals(S3Xml.ReadText(child), "url", StringComparison.OrdinalIgnoreCase); break;
                    case "Upload": document.ReadUpload(child); break;
                    default: child.Skip(); break;
                }
            });
            return document;
        }

        /// <summary>Ceph encodes the keys and does not say so: a percent sign may then be one, or stand for something.</summary>
        public bool MayBeEncodedUntold => !IsEncoded && (Uploads.Exists(static upload => upload.Key.AsSpan().ContainsAny('%', '+')) || NextKey.AsSpan().ContainsAny('%', '+'));

        // AWS writes a space as plus, others as %20; a plus itself is %2B with all of them.
        public string Decode(string text) => IsEncoded ? WebUtility.UrlDecode(text) : text;

        private void ReadUpload(XmlReader reader)
        {
            string key = "";
            string id = "";
            DateTimeOffset? initiated = null;
            string? storageClass = null;
            S3Xml.ReadChildren(reader, child =>
            {
                switch (child.LocalName)
                {
                    case "Key": key = S3Xml.ReadText(child); break;
                    case "UploadId": id = S3Xml.ReadText(child); break;
                    case "Initiated": initiated = S3Xml.ReadTime(child); break;
                    case "StorageClass": storageClass = S3Xml.ReadText(child); break;
                    default: child.Skip(); break;
                }
            });
            if (key.Length == 0 || id.Length == 0)
            {
                throw new XmlException("An upload has no key or no id.");
            }

            Uploads.Add((key, id, initiated, storageClass));
        }
    }
}
