using System.Net;
using System.Text;

namespace S3Kit.Embedded;

/// <summary>PUT and DELETE of one object. Runs under the store's lock.</summary>
internal static class ObjectWrites
{
    private const int LongestKey = 1024;

    public static HttpResponseMessage Put(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        CheckKey(request.Key);
        RequireLength(request);
        AccessControl.Check(request);
        Conditions.CheckWrite(request, bucket, request.Key);
        var encryption = ObjectEncryption.FromRequest(request);
        var version = bucket.Store(
            new StoredVersion
            {
                Key = request.Key,
                LastModified = request.Timestamp,
                Data = request.Body.Data,
                ETag = Convert.ToHexStringLower(ObjectEncryption.Digest(encryption, request.Body.Md5).Span),
                StorageClass = request.Header("x-amz-storage-class") ?? "STANDARD",
                Headers = ObjectHeaders.From(request),
                Tags = ObjectTagging.FromHeader(request),
                Checksum = request.Checksum,
                Encryption = encryption,
            },
            store.Ids);
        var response = EmbeddedResponse.Empty().With("ETag", version.QuotedETag).WithVersion(bucket, version).WithEncryption(encryption);
        version.Checksum?.Write(response);
        return response;
    }

    public static HttpResponseMessage Delete(EmbeddedStore store, EmbeddedRequest request)
    {
        var bucket = store.BucketFor(request);
        Conditions.CheckWrite(request, bucket, request.Key);
        var outcome = bucket.Delete(request.Key, request.Query["versionId"], request.Timestamp, store.Ids);
        return EmbeddedResponse.Empty(HttpStatusCode.NoContent)
            .With("x-amz-version-id", outcome.VersionId)
            .With("x-amz-delete-marker", outcome.DeleteMarker is true ? "true" : null);
    }

    public static void CheckKey(string key)
    {
        var size = Encoding.UTF8.GetByteCount(key);
        if (size > LongestKey)
        {
            throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "KeyTooLongError", "Your key is too long")
                .With("Size", size.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .With("MaxSizeAllowed", "1024");
        }
    }

    /// <summary>S3 takes no body whose length it is not told.</summary>
    public static void RequireLength(EmbeddedRequest request)
    {
        if (request.ContentLength is null)
        {
            throw new EmbeddedS3Exception(HttpStatusCode.LengthRequired, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }
    }

    public static HttpResponseMessage WithVersion(this HttpResponseMessage response, EmbeddedBucket bucket, StoredVersion version) =>
        bucket.Versioning == BucketVersioning.Unversioned ? response : response.With("x-amz-version-id", version.VersionId);
}
