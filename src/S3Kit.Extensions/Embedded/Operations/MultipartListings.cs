using System.Globalization;

namespace S3Kit.Embedded;

/// <summary>ListParts and ListMultipartUploads. Runs under the store's lock.</summary>
internal static class MultipartListings
{
    public static HttpResponseMessage ListParts(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        var upload = MultipartUploads.Find(bucket, request);
        var query = ListQuery.Read(request, "max-parts");
        var text = request.Query["part-number-marker"];
        if (!int.TryParse(text ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var marker))
        {
            throw EmbeddedErrors.InvalidArgument("part-number-marker", text!, "Argument part-number-marker must be an integer");
        }

        var rest = upload.Parts.Values.Where(p => p.Number > marker).ToList();
        var page = rest.Take(query.PageSize).ToList();
        var truncated = page.Count > 0 && page.Count < rest.Count;
        return EmbeddedResponse.Xml(S3Xml.Document("ListPartsResult", (bucket, upload, query, marker, page, truncated), static (xml, s) =>
        {
            xml.Element("Bucket", s.bucket.Name);
            xml.Element("Key", s.query.Encode(s.upload.Key));
            xml.Element("UploadId", s.upload.Id);
            xml.Owner(s.bucket.Owner, "Initiator");
            xml.Owner(s.bucket.Owner);
            xml.Element("StorageClass", s.upload.Template.StorageClass);
            xml.Element("PartNumberMarker", s.marker);
            xml.Element("NextPartNumberMarker", s.page.Count > 0 ? s.page[^1].Number : 0);
            xml.Element("MaxParts", s.query.PageSize);
            xml.Element("EncodingType", s.query.EncodingType);
            xml.Element("IsTruncated", s.truncated);
            foreach (var part in s.page)
            {
                xml.WriteStartElement("Part");
                xml.Element("PartNumber", part.Number);
                xml.Element("LastModified", S3Xml.Time(part.LastModified));
                xml.Element("ETag", part.QuotedETag);
                xml.Element("Size", part.Data.Length);
                xml.Element(part.Checksum?.Algorithm.Element ?? string.Empty, part.Checksum?.Value);
                xml.WriteEndElement();
            }
        }));
    }

    public static HttpResponseMessage ListUploads(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        var query = ListQuery.Read(request, "max-uploads");
        var page = UploadPage.Read(bucket, query, request.Query["key-marker"] ?? string.Empty, request.Query["upload-id-marker"] ?? string.Empty, store.Options.Quirks.ListsUploadsByExactKeyOnly);
        var nextKey = store.Options.Quirks.LeavesKeyMarkersPlain ? page.LastKey : query.Encode(page.LastKey);
        return EmbeddedResponse.Xml(S3Xml.Document("ListMultipartUploadsResult", (bucket, request, query, page, nextKey), static (xml, s) =>
        {
            xml.Element("Bucket", s.bucket.Name);
            xml.Element("KeyMarker", s.query.Encode(s.request.Query["key-marker"] ?? string.Empty));
            xml.Element("UploadIdMarker", s.request.Query["upload-id-marker"] ?? string.Empty);
            xml.Element("NextKeyMarker", s.page.IsTruncated ? s.nextKey : null);
            xml.Element("NextUploadIdMarker", s.page.IsTruncated ? s.page.LastUploadId : null);
            xml.Element("Prefix", s.query.Encode(s.query.Prefix));
            xml.Element("Delimiter", s.query.Encode(s.query.Delimiter));
            xml.Element("EncodingType", s.query.EncodingType);
            xml.Element("MaxUploads", s.query.PageSize);
            xml.Element("IsTruncated", s.page.IsTruncated);
            foreach (var upload in s.page.Uploads)
            {
                xml.WriteStartElement("Upload");
                xml.Element("Key", s.query.Encode(upload.Key));
                xml.Element("UploadId", upload.Id);
                xml.Owner(s.bucket.Owner, "Initiator");
                xml.Owner(s.bucket.Owner);
                xml.Element("StorageClass", upload.Template.StorageClass);
                xml.Element("Initiated", S3Xml.Time(upload.Initiated));
                xml.WriteEndElement();
            }

            ObjectListings.WriteCommonPrefixes(xml, s.query, s.page.CommonPrefixes);
        }));
    }
}
