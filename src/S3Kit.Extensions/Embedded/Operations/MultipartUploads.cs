using System.Net;
using S3Kit.Checksums;

namespace S3Kit.Embedded;

/// <summary>The beginning and the abandoning of multipart uploads. Runs under the store's lock.</summary>
internal static class MultipartUploads
{
    public static HttpResponseMessage Create(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        ObjectWrites.CheckKey(request.Key);
        AccessControl.Check(request);
        var algorithm = ObjectDataChecksums.Asked(request.Header("x-amz-checksum-algorithm"));
        var type = request.Header("x-amz-checksum-type") ?? algorithm?.Type;
        var upload = new EmbeddedUpload(
            store.Ids.NextUpload(),
            new StoredVersion
            {
                Key = request.Key,
                LastModified = request.Timestamp,
                StorageClass = request.Header("x-amz-storage-class") ?? "STANDARD",
                Headers = ObjectHeaders.From(request),
                Tags = store.Options.Quirks.LosesTagsOfCopies ? [] : ObjectTagging.FromHeader(request),
                Encryption = ObjectEncryption.FromRequest(request),
            },
            algorithm,
            checksumOfWhole: type is ChecksumFormat.FullObject);
        bucket.Uploads.Add(upload.Id, upload);
        return EmbeddedResponse.Xml(S3Xml.Document("InitiateMultipartUploadResult", (bucket, upload), static (xml, s) =>
        {
            xml.Element("Bucket", s.bucket.Name);
            xml.Element("Key", s.upload.Key);
            xml.Element("UploadId", s.upload.Id);
        })).WithEncryption(upload.Template.Encryption).With("x-amz-checksum-algorithm", algorithm?.Name).With("x-amz-checksum-type", algorithm is null ? null : type);
    }

    public static HttpResponseMessage Abort(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        bucket.Uploads.Remove(Find(bucket, request).Id);
        return EmbeddedResponse.Empty(HttpStatusCode.NoContent);
    }

    /// <summary>The upload a request names, which must be one to the key it names.</summary>
    public static EmbeddedUpload Find(EmbeddedBucket bucket, EmbeddedRequest request)
    {
        var id = request.Query["uploadId"] ?? string.Empty;
        return bucket.Uploads.TryGetValue(id, out var upload) && string.Equals(upload.Key, request.Key, StringComparison.Ordinal)
            ? upload
            : throw EmbeddedErrors.NoSuchUpload(id);
    }
}
