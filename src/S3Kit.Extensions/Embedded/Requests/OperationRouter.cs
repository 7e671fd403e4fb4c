using System.Collections.Frozen;

namespace S3Kit.Embedded;

/// <summary>Tells the operation from the method, from what is addressed, and from the subresource in the query.</summary>
internal static class OperationRouter
{
    /// <summary>Subresources of S3 that change what a request means and that are not served here. Other parameters are ignored, as S3 does.</summary>
    private static readonly FrozenSet<string> Foreign = new[]
    {
        "accelerate", "acl", "analytics", "attributes", "cors", "encryption", "intelligent-tiering", "inventory", "legal-hold", "lifecycle",
        "logging", "metrics", "notification", "object-lock", "ownershipControls", "policy", "policyStatus", "publicAccessBlock", "replication",
        "requestPayment", "restore", "retention", "select", "torrent", "website",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static EmbeddedOperation Route(string method, in EmbeddedTarget target, EmbeddedQuery query, Func<string, string?> header)
    {
        if (query.HasAny(Foreign))
        {
            return EmbeddedOperation.Unknown;
        }

        if (target.Bucket is null)
        {
            return string.Equals(method, "GET", StringComparison.Ordinal) ? EmbeddedOperation.ListBuckets : EmbeddedOperation.Unknown;
        }

        return target.Key is null ? RouteBucket(method, query, header) : RouteObject(method, query, header);
    }

    private static EmbeddedOperation RouteBucket(string method, EmbeddedQuery query, Func<string, string?> header) => method switch
    {
        "GET" when query.Has("location") => EmbeddedOperation.GetBucketLocation,
        "GET" when query.Has("versioning") => EmbeddedOperation.GetBucketVersioning,
        "GET" when query.Has("versions") => EmbeddedOperation.ListObjectVersions,
        "GET" when query.Has("uploads") => EmbeddedOperation.ListMultipartUploads,
        "GET" when query.Has("tagging") => EmbeddedOperation.Unknown,
        "GET" when string.Equals(query["list-type"], "2", StringComparison.Ordinal) => EmbeddedOperation.ListObjectsV2,
        "GET" => EmbeddedOperation.ListObjects,
        "PUT" when query.Has("versioning") => EmbeddedOperation.PutBucketVersioning,
        "PUT" when query.Has("tagging") => EmbeddedOperation.Unknown,
        "PUT" => EmbeddedOperation.CreateBucket,
        "HEAD" => EmbeddedOperation.HeadBucket,
        "DELETE" when query.Has("tagging") => EmbeddedOperation.Unknown,
        "DELETE" => EmbeddedOperation.DeleteBucket,
        "POST" when query.Has("delete") => EmbeddedOperation.DeleteObjects,
        "POST" when header("content-type")?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) is true => EmbeddedOperation.PostObject,
        _ => EmbeddedOperation.Unknown,
    };

    private static EmbeddedOperation RouteObject(string method, EmbeddedQuery query, Func<string, string?> header) => method switch
    {
        "GET" when query.Has("tagging") => EmbeddedOperation.GetObjectTagging,
        "GET" when query.Has("uploadId") => EmbeddedOperation.ListParts,
        "GET" => EmbeddedOperation.GetObject,
        "HEAD" => EmbeddedOperation.HeadObject,
        "PUT" when query.Has("tagging") => EmbeddedOperation.PutObjectTagging,
        "PUT" when query.Has("uploadId") => header("x-amz-copy-source") is null ? EmbeddedOperation.UploadPart : EmbeddedOperation.UploadPartCopy,
        "PUT" => header("x-amz-copy-source") is null ? EmbeddedOperation.PutObject : EmbeddedOperation.CopyObject,
        "DELETE" when query.Has("tagging") => EmbeddedOperation.DeleteObjectTagging,
        "DELETE" when query.Has("uploadId") => EmbeddedOperation.AbortMultipartUpload,
        "DELETE" => EmbeddedOperation.DeleteObject,
        "POST" when query.Has("uploads") => EmbeddedOperation.CreateMultipartUpload,
        "POST" when query.Has("uploadId") => EmbeddedOperation.CompleteMultipartUpload,
        _ => EmbeddedOperation.Unknown,
    };
}
