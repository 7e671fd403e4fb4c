using System.Globalization;
using System.Xml;
using S3Kit.Routing;

namespace S3Kit.Protocol.Operations;

/// <summary>S3 <c>ListParts</c>: one page. An upload that is gone reads as nothing.</summary>
internal sealed class ListPartsOperation : S3Operation<PartsPage?>
{
    private readonly StartedUpload _upload;
    private readonly int _marker;

    public ListPartsOperation(string bucket, string key, StartedUpload upload, int marker)
    {
        Bucket = bucket;
        Key = key;
        _upload = upload;
        _marker = marker;
    }

    public override string Name => "ListParts";

    public override string? PinnedEndpoint => _upload.Endpoint;

    public override S3Request CreateRequest(StorageEndpoint endpoint)
    {
        var request = new S3Request(Name, HttpMethod.Get, Bucket, Key);
        request.AddQuery("uploadId", _upload.Id);
        request.AddQuery("part-number-marker", _marker == 0 ? null : _marker.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    public override async ValueTask<PartsPage?> ReadAsync(S3Response response) =>
        await response.ReadXmlAsync("ListPartsResult", reader => Read(reader, response)).ConfigureAwait(false);

    public override bool TryReadError(S3KitException error, StorageEndpoint endpoint, out PartsPage? result)
    {
        result = null;
        return UploadErrors.IsUploadGone(error);
    }

    private PartsPage Read(XmlReader reader, S3Response response)
    {
        List<UploadedPart> parts = [];
        bool truncated = false;
        long next = 0;
        S3Xml.ReadChildren(reader, child =>
        {
            switch (child.LocalName)
            {
                case "IsTruncated": truncated = S3Xml.ReadBool(child); break;
                case "NextPartNumberMarker": next = S3Xml.ReadLong(child); break;
                case "Part": parts.Add(ReadPart(child)); break;
                default: child.Skip(); break;
            }
        });
        parts.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        if (!truncated)
        {
            return new PartsPage(parts, null);
        }

        // The last part says it too, to who trusts no marker.
        int marker = Math.Max((int)Math.Min(next, int.MaxValue), parts.Count > 0 ? parts[^1].Number : 0);
        return marker > _marker
            ? new PartsPage(parts, marker)
            : throw S3Errors.NotS3(
                response.Context, response.Status, "the answer repeats the page of parts before it, so the listing would never end.", response.Header(S3Headers.RequestId));
    }

    private static UploadedPart ReadPart(XmlReader reader)
    {
        long number = 0;
        long size = 0;
        string tag = "";
        S3Xml.ReadChildren(reader, child =>
        {
            switch (child.LocalName)
            {
                case "PartNumber": number = S3Xml.ReadLong(child); break;
                case "Size": size = S3Xml.ReadLong(child); break;
                case "ETag": tag = S3Xml.ReadText(child); break;
                default: child.Skip(); break;
            }
        });
        return number is >= 1 and <= int.MaxValue ? new UploadedPart((int)number, tag, size) : throw new XmlException("A part has no number.");
    }
}
