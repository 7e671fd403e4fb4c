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
    ];

    public override string ToString() => Name;

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
