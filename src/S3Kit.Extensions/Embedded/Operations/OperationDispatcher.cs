namespace S3Kit.Embedded;

/// <summary>Runs an operation, alone: whatever it sees and changes is one moment of the store.</summary>
internal static class OperationDispatcher
{
    public static HttpResponseMessage Execute(EmbeddedStore store, EmbeddedRequest request)
    {
        lock (store.Gate)
        {
            return request.Operation switch
            {
                EmbeddedOperation.ListBuckets => BucketOperations.List(store, request),
                EmbeddedOperation.CreateBucket => BucketOperations.Create(store, request),
                EmbeddedOperation.HeadBucket => BucketOperations.Head(store, request),
                EmbeddedOperation.DeleteBucket => BucketOperations.Delete(store, request),
                EmbeddedOperation.GetBucketLocation => BucketOperations.Location(store, request),
                EmbeddedOperation.GetBucketVersioning => VersioningOperations.Get(store, request),
                EmbeddedOperation.PutBucketVersioning => VersioningOperations.Put(store, request),
                EmbeddedOperation.ListObjectVersions => VersioningOperations.List(store, request),
                EmbeddedOperation.ListObjects => ObjectListings.ListV1(store, request),
                EmbeddedOperation.ListObjectsV2 => ObjectListings.ListV2(store, request),
                EmbeddedOperation.GetObject or EmbeddedOperation.HeadObject => ObjectReads.Get(store, request),
                EmbeddedOperation.PutObject => ObjectWrites.Put(store, request),
                EmbeddedOperation.CopyObject => CopyOperations.Copy(store, request),
                EmbeddedOperation.DeleteObject => ObjectWrites.Delete(store, request),
                EmbeddedOperation.DeleteObjects => DeleteOperations.DeleteMany(store, request),
                EmbeddedOperation.GetObjectTagging => ObjectTagging.Get(store, request),
                EmbeddedOperation.PutObjectTagging => ObjectTagging.Put(store, request),
                EmbeddedOperation.DeleteObjectTagging => ObjectTagging.Delete(store, request),
                EmbeddedOperation.CreateMultipartUpload => MultipartUploads.Create(store, request),
                EmbeddedOperation.AbortMultipartUpload => MultipartUploads.Abort(store, request),
                EmbeddedOperation.CompleteMultipartUpload => MultipartCompletion.Complete(store, request),
                EmbeddedOperation.UploadPart => MultipartParts.Upload(store, request),
                EmbeddedOperation.UploadPartCopy => MultipartParts.Copy(store, request),
                EmbeddedOperation.ListParts => MultipartListings.ListParts(store, request),
                EmbeddedOperation.ListMultipartUploads => MultipartListings.ListUploads(store, request),
                _ => throw EmbeddedErrors.NotImplemented(),
            };
        }
    }

    /// <summary>The bucket a request names, if its caller may use it.</summary>
    public static EmbeddedBucket BucketFor(this EmbeddedStore store, EmbeddedRequest request, string? name = null)
    {
        name ??= request.BucketName;
        if (!store.Buckets.TryGetValue(name, out var bucket))
        {
            throw EmbeddedErrors.NoSuchBucket(name);
        }

        return string.Equals(bucket.Owner, request.Account, StringComparison.Ordinal) ? bucket : throw EmbeddedErrors.AccessDenied();
    }
}
