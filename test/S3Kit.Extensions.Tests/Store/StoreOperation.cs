using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Transfers;

namespace S3Kit.Tests.Store;

/// <summary>One operation of the store, called in the plainest way. The result is anything but null.</summary>
public sealed record StoreOperation(string Name, string S3Name, bool IsHead, bool HasBucket, bool HasKey, Func<IObjectStore, Task<object>> Run)
{
    public static IReadOnlyList<StoreOperation> All { get; } =
    [
        new("put", "PutObject", false, true, true, async store => await store.PutObjectAsync("bucket", "the/key", new MemoryStream([1, 2, 3]))),
        new("get", "GetObject", false, true, true, async store => await store.GetObjectAsync("bucket", "the/key")),
        new("head", "HeadObject", true, true, true, async store => await store.HeadObjectAsync("bucket", "the/key") ?? (object)"null"),
        new("tags", "GetObjectTagging", false, true, true, async store => await store.GetObjectTaggingAsync("bucket", "the/key")),
        new("tag", "PutObjectTagging", false, true, true, async store => await store.PutObjectTaggingAsync("bucket", "the/key", new Dictionary<string, string> { ["a"] = "b" })),
        new("untag", "DeleteObjectTagging", false, true, true, async store => await store.DeleteObjectTaggingAsync("bucket", "the/key")),
        new("page", "ListObjectsV2", false, true, false, async store => await store.ListObjectsPageAsync("bucket")),
        new("list", "ListObjectsV2", false, true, false, async store => await store.ListObjectsAsync("bucket").ToListAsync()),
        new("versions page", "ListObjectVersions", false, true, false, async store => await store.ListObjectVersionsPageAsync("bucket")),
        new("versions", "ListObjectVersions", false, true, false, async store => await store.ListObjectVersionsAsync("bucket").ToListAsync()),
        new("delete", "DeleteObject", false, true, true, async store => await store.DeleteObjectAsync("bucket", "the/key")),
        new("upload", "PutObject", false, true, true, async store => await store.UploadFileAsync(typeof(StoreOperation).Assembly.Location, "bucket", "the/key")),
        new("download", "GetObject", false, true, true, async store => await store.DownloadFileAsync("bucket", "the/key", Path.Combine(Path.GetTempPath(), "s3kit-never-written", "file"))),
        new("create", "CreateBucket", false, true, false, async store => await DoneAsync(store.CreateBucketAsync("bucket"))),
        new("drop", "DeleteBucket", false, true, false, async store => await DoneAsync(store.DeleteBucketAsync("bucket"))),
        new("exists", "HeadBucket", true, true, false, async store => await store.BucketExistsAsync("bucket")),
        new("buckets", "ListBuckets", false, false, false, async store => await store.ListBucketsAsync()),
        new("test", "ListBuckets", false, false, false, TestAsync),
        new("uploads", "ListMultipartUploads", false, true, false, async store => await store.ListMultipartUploadsAsync("bucket").ToListAsync()),

        // What copies, deletions of many and uploads in parts are made of, each by itself.
        new("look at source", "HeadObject", true, true, true, store => RunAsync(store, new HeadSourceOperation("bucket", "the/key", new HeadObjectOptions()))),
        new("look at write", "HeadObject", true, true, true, store => RunAsync(store, new LookAtWriteOperation("bucket", "the/key", null))),
        new("copy", "CopyObject", false, true, true, store => RunAsync(store, new CopyObjectOperation("bucket", "the/key", Origin, Source, new CopyObjectOptions()))),
        new("delete many", "DeleteObjects", false, true, false, store => RunAsync(store, new DeleteObjectsOperation("bucket", [new ObjectIdentifier("a")]))),
        new("begin", "CreateMultipartUpload", false, true, true, store => RunAsync(store, new CreateMultipartUploadOperation("bucket", "the/key", null))),
        new("part", "UploadPart", false, true, true, store => RunAsync(store, new UploadPartOperation("bucket", "the/key", Upload, 1, new MemoryBody(new byte[] { 1 }), null))),
        new("part copy", "UploadPartCopy", false, true, true, store => RunAsync(store, new UploadPartCopyOperation("bucket", "the/key", Upload, Origin, "tag", new CopyRange(1, 0, 9)))),
        new("parts", "ListParts", false, true, true, store => RunAsync(store, new ListPartsOperation("bucket", "the/key", Upload, 0))),
        new("complete", "CompleteMultipartUpload", false, true, true, store => RunAsync(store, new CompleteMultipartUploadOperation("bucket", "the/key", Upload, [], null))),
        new("abort", "AbortMultipartUpload", false, true, true, store => RunAsync(store, new AbortMultipartUploadOperation("bucket", "the/key", Upload))),
    ];

    private static StartedUpload Upload => new("id", "a");

    private static CopyOrigin Origin => new("other", "source", null);

    private static SourceObject Source => new(new ObjectInfo { Bucket = "other", Key = "source", Endpoint = "a", ETag = "tag", Size = 10 }, null, null);

    public override string ToString() => Name;

    private static async Task<object> RunAsync<TResult>(IObjectStore store, S3Operation<TResult> operation) =>
        await ((IOperationRunner)store).RunAsync(operation, null, CancellationToken.None) ?? (object)"null";

    private static async Task<object> DoneAsync(Task task)
    {
        await task;
        return "done";
    }

    // The test reports its error instead of throwing it; here it counts as the others'.
    private static async Task<object> TestAsync(IObjectStore store)
    {
        EndpointTestResult result = await store.TestEndpointAsync();
        return result.Error is null ? result : throw result.Error;
    }
}
