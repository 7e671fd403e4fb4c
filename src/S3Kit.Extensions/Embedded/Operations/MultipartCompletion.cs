using System.Globalization;
using System.Net;
using System.Xml.Linq;

namespace S3Kit.Embedded;

/// <summary>CompleteMultipartUpload: the listed parts become one object, or nothing changes. Runs under the store's lock.</summary>
internal static class MultipartCompletion
{
    public static HttpResponseMessage Complete(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        var upload = MultipartUploads.Find(bucket, request);
        var parts = ReadParts(request, upload);
        CheckSizes(parts, store.Options.MinimumPartSize);
        QuirkChecks.CheckParts(store.Options.Quirks, parts);
        var data = ObjectData.Join(parts.Select(static p => p.Data));
        var checksum = ChecksumOf(upload, parts, data);
        checksum?.CheckAgainst(request.Header(checksum.Algorithm.Header));
        Conditions.CheckWrite(request, bucket, request.Key);
        var version = bucket.Store(
            upload.Template with
            {
                LastModified = request.Timestamp,
                Data = data,
                Checksum = checksum,
                ETag = ETagOf(parts, upload.Template.Encryption),
                PartLengths = [.. parts.Select(static p => p.Data.Length)],
            },
            store.Ids);
        bucket.Uploads.Remove(upload.Id);
        return EmbeddedResponse.Xml(S3Xml.Document("CompleteMultipartUploadResult", (request, version, etag: store.Options.Quirks.LeavesETagOfCompletionEmpty ? "" : version.QuotedETag), static (xml, s) =>
        {
            xml.Element("Location", $"http://{s.request.Target.Host}{Protocol.S3Encoding.EncodePath(s.request.Target.Path)}");
            xml.Element("Bucket", s.request.BucketName);
            xml.Element("Key", s.version.Key);
            xml.Element("ETag", s.etag);
            s.version.Checksum?.Write(xml);
        })).WithVersion(bucket, version).WithEncryption(version.Encryption is { CustomerKeyMd5: null } told ? told : null);
    }

    private static List<UploadedPart> ReadParts(EmbeddedRequest request, EmbeddedUpload upload)
    {
        var parts = new List<UploadedPart>();
        foreach (var element in S3XmlReader.Read(request, "CompleteMultipartUpload").All("Part"))
        {
            if (!int.TryParse(element.Value("PartNumber")?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || element.Value("ETag") is not { } etag)
            {
                throw EmbeddedErrors.MalformedXml();
            }

            if (parts.Count > 0 && number <= parts[^1].Number)
            {
                throw new EmbeddedS3Exception(
                    HttpStatusCode.BadRequest, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.")
                        .With("UploadId", upload.Id);
            }

            if (!upload.Parts.TryGetValue(number, out var part) || !Conditions.Matches(etag.Trim(), part.ETag) || !HasChecksum(element, part))
            {
                throw new EmbeddedS3Exception(
                    HttpStatusCode.BadRequest,
                    "InvalidPart",
                    "A part was not uploaded, or its ETag or checksum is not the one given.")
                        .With("UploadId", upload.Id)
                        .With("PartNumber", number.ToString(CultureInfo.InvariantCulture))
                        .With("ETag", etag);
            }

            parts.Add(part);
        }

        return parts.Count > 0 ? parts : throw EmbeddedErrors.MalformedXml();
    }

    private static bool HasChecksum(XElement element, UploadedPart part) =>
        part.Checksum is not { } checksum
        || element.Value(checksum.Algorithm.Element) is not { } declared
        || string.Equals(declared.Trim(), checksum.Value, StringComparison.Ordinal);

    private static ObjectChecksum? ChecksumOf(EmbeddedUpload upload, List<UploadedPart> parts, ObjectData data) =>
        upload.Algorithm is not { } algorithm ? null
        : upload.ChecksumOfWhole ? ObjectChecksum.Of(algorithm, data)
        : ObjectChecksum.Composite(algorithm, [.. parts.Select(static p => p.Checksum!)]);

    private static void CheckSizes(List<UploadedPart> parts, long minimum)
    {
        foreach (var part in parts.SkipLast(1))
        {
            if (part.Data.Length < minimum)
            {
                throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
                    .With("ProposedSize", part.Data.Length.ToString(CultureInfo.InvariantCulture))
                    .With("MinSizeAllowed", minimum.ToString(CultureInfo.InvariantCulture))
                    .With("PartNumber", part.Number.ToString(CultureInfo.InvariantCulture))
                    .With("ETag", part.ETag);
            }
        }
    }

    /// <summary>The MD5 of the parts' MD5s and their number: what S3 does, and so what tells such an object from one put at once.</summary>
    private static string ETagOf(List<UploadedPart> parts, StoredEncryption? encryption)
    {
        var hashes = new ObjectData(parts.Select(static p => p.Md5));
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(ObjectEncryption.Digest(encryption, hashes.Md5()).Span)}-{parts.Count}");
    }
}
