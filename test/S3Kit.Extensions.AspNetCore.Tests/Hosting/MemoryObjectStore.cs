using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace S3Kit.AspNetCore.Tests;

/// <summary>A store that tests can look into and let fail. It knows no conditions: those are the routes' business.</summary>
internal sealed class MemoryObjectStore : IObjectStore
{
    public static readonly DateTimeOffset Written = new(2026, 3, 1, 12, 0, 0, 500, TimeSpan.Zero);

    /// <summary>The buckets and what they hold.</summary>
    public ConcurrentDictionary<string, ConcurrentDictionary<string, (byte[] Bytes, ObjectInfo Info)>> Buckets { get; } = new(StringComparer.Ordinal);

    /// <summary>The tags of objects that have some.</summary>
    public ConcurrentDictionary<(string Bucket, string Key), Dictionary<string, string>> Tags { get; } = new();

    /// <summary>The calls so far, as <c>Get bucket/key</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>What every call is to fail with.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What reads are made of, in place of the stored bytes.</summary>
    public Func<byte[], Stream> Content { get; set; } = static bytes => new MemoryStream(bytes);

    /// <summary>What is done with an upload, in place of keeping it.</summary>
    public Func<Stream, CancellationToken, Task<byte[]>> Receive { get; set; } = ReadAllAsync;

    /// <summary>Runs before an object is opened.</summary>
    public Action BeforeGet { get; set; } = static () => { };

    public PutObjectOptions? LastPut { get; private set; }

    public ListObjectsOptions? LastList { get; private set; }

    public string? LastPrefix { get; private set; }

    public GetObjectOptions? LastGet { get; private set; }

    public HeadObjectOptions? LastHead { get; private set; }

    /// <summary>Stores an object.</summary>
    public ObjectInfo Add(string bucket, string key, byte[] bytes, Func<ObjectInfo, ObjectInfo>? change = null)
    {
        var info = new ObjectInfo
        {
            Bucket = bucket,
            Key = key,
            Size = bytes.Length,
            ETag = Convert.ToHexStringLower(SHA256.HashData(bytes))[..32],
            LastModified = Written,
            Endpoint = "memory",
        };
        info = change?.Invoke(info) ?? info;
        Buckets.GetOrAdd(bucket, static _ => new(StringComparer.Ordinal))[key] = (bytes, info);
        return info;
    }

    public async Task<PutObjectResult> PutObjectAsync(
        string bucket,
        string key,
        Stream content,
        PutObjectOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Begin("Put", bucket, key);
        LastPut = options;
        var bytes = await Receive(content, cancellationToken);
        var info = Add(bucket, key, bytes, each => each with
        {
            ContentType = options?.ContentType,
            ContentDisposition = options?.ContentDisposition,
            ContentEncoding = options?.ContentEncoding,
            ContentLanguage = options?.ContentLanguage,
            CacheControl = options?.CacheControl,
            Metadata = options?.Metadata ?? new Dictionary<string, string>(StringComparer.Ordinal),
        });
        return new PutObjectResult
        {
            Bucket = bucket,
            Key = key,
            Location = new Uri("http://backend/"),
            ETag = info.ETag,
            VersionId = "v1",
            Size = info.Size,
            Endpoint = "memory",
        };
    }

    public Task<ObjectWriteStream> OpenWriteAsync(
        string bucket,
        string key,
        OpenWriteOptions? options = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<MultipartUpload> ListMultipartUploadsAsync(
        string bucket,
        string? prefix = null,
        RequestOptions? options = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<AbortStaleUploadsResult> AbortStaleUploadsAsync(
        string bucket,
        TimeSpan olderThan,
        AbortStaleUploadsOptions? options = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<GetObjectResult> GetObjectAsync(string bucket, string key, GetObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        Begin("Get", bucket, key);
        BeforeGet();
        LastGet = options;
        var (bytes, info) = Find(bucket, key) ?? throw new S3NotFoundException("There is no such object.") { StatusCode = 404, ErrorCode = "NoSuchKey" };
        if (options?.IfMatch is { } tag && !string.Equals(tag, info.ETag, StringComparison.Ordinal))
        {
            throw new S3PreconditionFailedException("The object has changed.") { StatusCode = 412 };
        }

        if (options?.Range is not { } range)
        {
            return Task.FromResult(new GetObjectResult(info, Content(bytes), bytes.Length, 0));
        }

        var first = range.First ?? Math.Max(0, bytes.Length - range.Last!.Value);
        var last = range.First is null ? bytes.Length - 1 : Math.Min(range.Last ?? long.MaxValue, bytes.Length - 1);
        if (first >= bytes.Length)
        {
            throw new S3InvalidRequestException("The range is outside.") { StatusCode = 416, ErrorCode = "InvalidRange" };
        }

        var part = bytes[(int)first..(int)(last + 1)];
        return Task.FromResult(new GetObjectResult(info, Content(part), part.Length, first) { IsPartial = true });
    }

    public Task<ObjectInfo?> HeadObjectAsync(string bucket, string key, HeadObjectOptions? options = null, CancellationToken cancellationToken = default)
    {
        Begin("Head", bucket, key);
        LastHead = options;
        return Task.FromResult(Find(bucket, key)?.Info);
    }

    public Task<ObjectTaggingResult> GetObjectTaggingAsync(
        string bucket,
        string key,
        ObjectTaggingOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Begin("GetTagging", bucket, key);
        return Task.FromResult(Tagged(bucket, key, Tags.GetValueOrDefault((bucket, key)) ?? []));
    }

    public Task<ObjectTaggingResult> PutObjectTaggingAsync(
        string bucket,
        string key,
        IReadOnlyDictionary<string, string> tags,
        ObjectTaggingOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Begin("PutTagging", bucket, key);
        Tags[(bucket, key)] = new(tags, StringComparer.Ordinal);
        return Task.FromResult(Tagged(bucket, key, tags));
    }

    public Task<ObjectTaggingResult> DeleteObjectTaggingAsync(
        string bucket,
        string key,
        ObjectTaggingOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Begin("DeleteTagging", bucket, key);
        Tags.TryRemove((bucket, key), out _);
        return Task.FromResult(Tagged(bucket, key, new Dictionary<string, string>(StringComparer.Ordinal)));
    }

    public async IAsyncEnumerable<ObjectInfo> ListObjectsAsync(
        string bucket,
        string? prefix = null,
        ListObjectsOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var info in (await ListObjectsPageAsync(bucket, prefix, options, cancellationToken)).Objects)
        {
            yield return info;
        }
    }

    public Task<ListObjectsPage> ListObjectsPageAsync(
        string bucket,
        string? prefix = null,
        ListObjectsOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Begin("List", bucket, prefix ?? "");
        LastPrefix = prefix;
        LastList = options;
        var found = Buckets[bucket].Values.Select(static each => each.Info).Where(info => info.Key.StartsWith(prefix ?? "", StringComparison.Ordinal));
        return Task.FromResult(new ListObjectsPage
        {
            Bucket = bucket,
            Prefix = prefix ?? "",
            Objects = [.. found.OrderBy(static info => info.Key, StringComparer.Ordinal)],
            CommonPrefixes = ["a/", "b&c/"],
            NextContinuationToken = "next+1",
            Endpoint = "memory",
        });
    }

    public async IAsyncEnumerable<ObjectVersion> ListObjectVersionsAsync(
        string bucket,
        string? prefix = null,
        ListObjectVersionsOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var version in (await ListObjectVersionsPageAsync(bucket, prefix, options, cancellationToken)).Versions)
        {
            yield return version;
        }
    }

    public async Task<ListObjectVersionsPage> ListObjectVersionsPageAsync(
        string bucket,
        string? prefix = null,
        ListObjectVersionsOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var page = await ListObjectsPageAsync(bucket, prefix, cancellationToken: cancellationToken);
        return new ListObjectVersionsPage
        {
            Bucket = bucket,
            Prefix = page.Prefix,
            Versions =
            [
                .. page.Objects.Select(static info => new ObjectVersion
                {
                    Bucket = info.Bucket,
                    Key = info.Key,
                    VersionId = "null",
                    IsLatest = true,
                    Size = info.Size,
                    ETag = info.ETag,
                }),
            ],
            CommonPrefixes = [],
            Endpoint = "memory",
        };
    }

    public Task<DeleteObjectResult> DeleteObjectAsync(
        string bucket,
        string key,
        DeleteObjectOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Begin("Delete", bucket, key);
        Buckets.GetValueOrDefault(bucket)?.TryRemove(key, out _);
        return Task.FromResult(new DeleteObjectResult
        {
            Bucket = bucket,
            Key = key,
            Endpoint = "memory",
            VersionId = options?.VersionId,
            DeleteMarker = options?.VersionId is null,
        });
    }

    public Task<CopyObjectResult> CopyObjectAsync(
        string sourceBucket,
        string sourceKey,
        string destinationBucket,
        string destinationKey,
        CopyObjectOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Begin("Copy", sourceBucket, sourceKey);
        var (bytes, info) = Find(sourceBucket, sourceKey) ?? throw new S3NotFoundException("There is no such object.") { StatusCode = 404, ErrorCode = "NoSuchKey" };
        Add(destinationBucket, destinationKey, bytes, each => info with { Bucket = each.Bucket, Key = each.Key });
        return Task.FromResult(new CopyObjectResult
        {
            Bucket = destinationBucket,
            Key = destinationKey,
            Location = new Uri("http://backend/"),
            ETag = info.ETag,
            LastModified = info.LastModified,
            Size = info.Size,
            Endpoint = "memory",
        });
    }

    public Task<DeleteObjectsResult> DeleteObjectsAsync(
        string bucket,
        IEnumerable<ObjectIdentifier> objects,
        DeleteObjectsOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Begin("DeleteMany", bucket, "");
        List<DeletedObject> deleted = [];
        foreach (var each in objects)
        {
            Buckets.GetValueOrDefault(bucket)?.TryRemove(each.Key, out _);
            deleted.Add(new DeletedObject { Key = each.Key, VersionId = each.VersionId, Endpoint = "memory" });
        }

        return Task.FromResult(new DeleteObjectsResult { Bucket = bucket, Deleted = deleted, Errors = [] });
    }

    public Task<PutObjectResult> UploadFileAsync(
        string filePath,
        string bucket,
        string key,
        UploadFileOptions? options = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<DownloadFileResult> DownloadFileAsync(
        string bucket,
        string key,
        string filePath,
        DownloadFileOptions? options = null,
        CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task CreateBucketAsync(string bucket, CreateBucketOptions? options = null, CancellationToken cancellationToken = default)
    {
        Begin("CreateBucket", bucket, "");
        Buckets.TryAdd(bucket, new(StringComparer.Ordinal));
        return Task.CompletedTask;
    }

    public Task DeleteBucketAsync(string bucket, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        Begin("DeleteBucket", bucket, "");
        Buckets.TryRemove(bucket, out _);
        return Task.CompletedTask;
    }

    public Task<bool> BucketExistsAsync(string bucket, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        Begin("HeadBucket", bucket, "");
        return Task.FromResult(Buckets.ContainsKey(bucket));
    }

    public Task<IReadOnlyList<BucketInfo>> ListBucketsAsync(RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        Begin("ListBuckets", "", "");
        return Task.FromResult<IReadOnlyList<BucketInfo>>([.. Buckets.Keys.Order(StringComparer.Ordinal).Select(static name => new BucketInfo(name, Written))]);
    }

    public Task<EndpointTestResult> TestEndpointAsync(
        string? endpoint = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Uri> CreatePresignedUrlAsync(
        HttpMethod method,
        string bucket,
        string key,
        TimeSpan expiresIn,
        PresignedUrlOptions? options = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<PresignedPost> CreatePresignedPostAsync(
        string bucket,
        string key,
        TimeSpan expiresIn,
        PresignedPostOptions? options = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private static async Task<byte[]> ReadAllAsync(Stream content, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        return copy.ToArray();
    }

    private (byte[] Bytes, ObjectInfo Info)? Find(string bucket, string key) =>
        Buckets.TryGetValue(bucket, out var objects) && objects.TryGetValue(key, out var found) ? found : null;

    private static ObjectTaggingResult Tagged(string bucket, string key, IReadOnlyDictionary<string, string> tags) =>
        new() { Bucket = bucket, Key = key, Tags = tags, Endpoint = "memory" };

    private void Begin(string call, string bucket, string key)
    {
        Calls.Enqueue($"{call} {bucket}/{key}");
        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
