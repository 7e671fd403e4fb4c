using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Protocol;
using EmbeddedFault = S3Kit.Embedded.EmbeddedFault;
using EmbeddedFaultRule = S3Kit.Embedded.EmbeddedFaultRule;
using EmbeddedOperation = S3Kit.Embedded.EmbeddedOperation;
using EmbeddedStore = S3Kit.Embedded.EmbeddedStore;
using UnseekableStream = S3Kit.Tests.Embedded.UnseekableStream;

namespace S3Kit.Tests.Encryption;

/// <summary>Server-side encryption of each kind, whole and in parts, on the embedded store and byte by byte.</summary>
public sealed class EncryptionTests
{
    private const int MiB = 1024 * 1024;

    private static readonly SseCustomerKey Key = SseCustomerKey.FromBytes([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly SseCustomerKey OtherKey = SseCustomerKey.FromBytes(new byte[32]);

    private ServiceProvider _services = null!;
    private IObjectStore _store = null!;
    private EmbeddedStore _embedded = null!;

    private static IEnumerable<TestCaseData> Kinds =>
    [
        new TestCaseData(new SseS3(), new ServerSideEncryptionInfo { Algorithm = "AES256" }).SetArgDisplayNames("SSE-S3"),
        new TestCaseData(new SseKms { KeyId = "my/key" }, new ServerSideEncryptionInfo { Algorithm = "aws:kms", KmsKeyId = "my/key" }).SetArgDisplayNames("SSE-KMS"),
        new TestCaseData(
            new SseKms { KeyId = "k", BucketKeyEnabled = true, EncryptionContext = new Dictionary<string, string> { ["é\""] = "v" } },
            new ServerSideEncryptionInfo { Algorithm = "aws:kms", KmsKeyId = "k", BucketKeyEnabled = true }).SetArgDisplayNames("SSE-KMS with a bucket key"),
        new TestCaseData(Key, new ServerSideEncryptionInfo { Algorithm = "AES256", UsesCustomerKey = true }).SetArgDisplayNames("SSE-C"),
    ];

    [SetUp]
    public async Task SetUp()
    {
        _services = MockServices.Create(options =>
        {
            options.MaxRetries = 1;
            options.InitialRetryDelay = TimeSpan.Zero;
            options.CircuitBreaker.Threshold = 100;
            options.Transfers.PartSize = 5 * MiB;
            options.Transfers.MultipartThreshold = 6 * MiB;
        });
        _store = _services.GetRequiredService<IObjectStore>();
        _embedded = _services.GetRequiredService<EmbeddedStore>();
        await _store.CreateBucketAsync("bucket");
    }

    [TearDown]
    public async Task TearDown() => await _services.DisposeAsync();

    [TestCaseSource(nameof(Kinds))]
    public async Task PutObject_AnyKind_IsStoredToldAndReadBack(ServerSideEncryption encryption, ServerSideEncryptionInfo told)
    {
        foreach (int size in new[] { 10, 11 * MiB })
        {
            byte[] bytes = RandomNumberGenerator.GetBytes(size);
            var read = new GetObjectOptions { CustomerKey = encryption as SseCustomerKey };

            PutObjectResult put = await _store.PutObjectAsync("bucket", "k", new MemoryStream(bytes), new PutObjectOptions { ServerSideEncryption = encryption });
            await using GetObjectResult got = await _store.GetObjectAsync("bucket", "k", read);
            ObjectInfo? head = await _store.HeadObjectAsync("bucket", "k", read);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(put.ServerSideEncryption, Is.EqualTo(told));
                Assert.That(got.Info.ServerSideEncryption, Is.EqualTo(told));
                Assert.That(head!.ServerSideEncryption, Is.EqualTo(told));
                Assert.That(head.ETag, Is.EqualTo(put.ETag));
                Assert.That(await SHA256.HashDataAsync(got.Content), Is.EqualTo(SHA256.HashData(bytes)));
            }
        }
    }

    [Test]
    public async Task PutObject_NothingSaid_NothingIsTold()
    {
        PutObjectResult put = await _store.PutObjectAsync("bucket", "k", new MemoryStream([1]));

        Assert.That(put.ServerSideEncryption, Is.Null);
        Assert.That((await _store.HeadObjectAsync("bucket", "k"))!.ServerSideEncryption, Is.Null);
    }

    [Test]
    public async Task GetAndHead_WithoutTheKeyOrWithAnother_AreRefused()
    {
        await _store.PutObjectAsync("bucket", "k", new MemoryStream([1]), new PutObjectOptions { ServerSideEncryption = Key });
        await _store.PutObjectAsync("bucket", "plain", new MemoryStream([1]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Assert.ThrowsAsync<S3InvalidRequestException>(() => _store.GetObjectAsync("bucket", "k"))!.ErrorCode, Is.EqualTo("InvalidRequest"));
            Assert.That(Assert.ThrowsAsync<S3InvalidRequestException>(() => _store.HeadObjectAsync("bucket", "k"))!.StatusCode, Is.EqualTo(400));
            Assert.That(Assert.ThrowsAsync<S3AccessDeniedException>(() => _store.GetObjectAsync("bucket", "k", new GetObjectOptions { CustomerKey = OtherKey }))!.ErrorCode, Is.EqualTo("AccessDenied"));
            Assert.ThrowsAsync<S3AccessDeniedException>(() => _store.HeadObjectAsync("bucket", "k", new HeadObjectOptions { CustomerKey = OtherKey }));
            Assert.ThrowsAsync<S3InvalidRequestException>(() => _store.GetObjectAsync("bucket", "plain", new GetObjectOptions { CustomerKey = Key }));
        }
    }

    [Test]
    public async Task Files_WithAKey_GoUpAndDown()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"s3kit-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            string source = Path.Combine(folder, "source");
            await File.WriteAllTextAsync(source, "secret");

            await _store.UploadFileAsync(source, "bucket", "k", new UploadFileOptions { ServerSideEncryption = Key });
            await _store.DownloadFileAsync("bucket", "k", Path.Combine(folder, "target"), new DownloadFileOptions { CustomerKey = Key });

            Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "target")), Is.EqualTo("secret"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestCaseSource(nameof(Kinds))]
    public async Task PutObject_AnswerToCompleteIsLost_IsSettledByLooking(ServerSideEncryption encryption, ServerSideEncryptionInfo told)
    {
        _embedded.Faults.Add(new EmbeddedFaultRule { Fault = EmbeddedFault.LoseAnswer(), Operation = EmbeddedOperation.CompleteMultipartUpload, Times = 1 });

        PutObjectResult put = await _store.PutObjectAsync("bucket", "k", Parts(11 * MiB), new PutObjectOptions { ServerSideEncryption = encryption });

        Assert.That(put.Size, Is.EqualTo(11 * MiB));
        Assert.That(put.ETag, Does.EndWith("-3"));
        Assert.That(put.ServerSideEncryption, Is.EqualTo(told));
    }

    [TestCase("x-amz-server-side-encryption-customer-algorithm", "AES256", "opaque-2", 0, 0, true)]
    [TestCase("x-amz-server-side-encryption", "aws:kms", "opaque-2", -1, 0, true)]
    [TestCase("x-amz-server-side-encryption", "aws:kms:dsse", "opaque-2", 60, 0, true)]
    [TestCase("x-amz-server-side-encryption", "aws:kms", "opaque-3", 0, 0, false)]
    [TestCase("x-amz-server-side-encryption", "aws:kms", "opaque", 0, 0, false)]
    [TestCase("x-amz-server-side-encryption", "aws:kms", "opaque-2", -3600, 0, false)]
    [TestCase("x-amz-server-side-encryption", "aws:kms", "opaque-2", 0, 1, false)]
    public async Task PutObject_CompletedUploadIsGone_IsTakenForDoneOnlyIfWhatIsThereCanBeOurs(string header, string value, string tag, int secondsLater, int moreBytes, bool isDone)
    {
        var began = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        int completions = 0;
        var server = new FakeServer(request => request.Method switch
        {
            "HEAD" => Present(),
            "GET" => Replies.Error(404, "NoSuchUpload"),
            "POST" when !request.Query.StartsWith("uploads", StringComparison.Ordinal) =>
                Interlocked.Increment(ref completions) == 1 ? throw new HttpRequestException(HttpRequestError.ResponseEnded) : Replies.Error(404, "NoSuchUpload"),
            _ => Answer(request).With("Date", began.ToString("r", System.Globalization.CultureInfo.InvariantCulture)),
        });
        await using ServiceProvider services = FakeServices.Create(
            server,
            endpoint => endpoint.Url = "https://s3.test",
            options =>
            {
                options.MaxRetries = 1;
                options.InitialRetryDelay = TimeSpan.Zero;
                (options.Transfers.MultipartThreshold, options.Transfers.PartSize) = (6 * MiB, 5 * MiB);
            });
        ServerSideEncryption encryption = value == "AES256" ? Key : new SseKms();
        var put = () => services.Store().PutObjectAsync("bucket", "k", Parts(7 * MiB), new PutObjectOptions { ServerSideEncryption = encryption });

        if (isDone)
        {
            Assert.That((await put()).ETag, Is.EqualTo(tag));
        }
        else
        {
            Assert.ThrowsAsync<S3NotFoundException>(() => put());
        }

        CapturedRequest head = server.Requests.Single(request => request.Method == "HEAD");
        Assert.That(head.Headers.ContainsKey("x-amz-server-side-encryption-customer-key"), Is.EqualTo(encryption == Key));

        HttpResponseMessage Present()
        {
            HttpResponseMessage response = Replies.Empty(200).With("ETag", $"\"{tag}\"").With(header, value).With("Date", began.ToString("r", System.Globalization.CultureInfo.InvariantCulture));
            response.Content.Headers.ContentLength = (7 * MiB) + moreBytes;
            response.Content.Headers.LastModified = began.AddSeconds(secondsLater);
            return response;
        }
    }

    [Test]
    public async Task Key_EndpointIsHttp_IsNotSent()
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server, options: options => options.Transfers.MultipartThreshold = 6 * MiB);
        IObjectStore store = services.Store();
        Func<Task>[] calls =
        [
            () => store.PutObjectAsync("bucket", "k", new MemoryStream([1]), new PutObjectOptions { ServerSideEncryption = Key }),
            () => store.PutObjectAsync("bucket", "k", Parts(7 * MiB), new PutObjectOptions { ServerSideEncryption = Key }),
            () => store.GetObjectAsync("bucket", "k", new GetObjectOptions { CustomerKey = Key }),
            () => store.HeadObjectAsync("bucket", "k", new HeadObjectOptions { CustomerKey = Key }),
        ];

        foreach (Func<Task> call in calls)
        {
            S3InvalidRequestException? error = Assert.ThrowsAsync<S3InvalidRequestException>(() => call());
            Assert.That(error!.Message, Does.Contain("endpoint 'a'").And.Contain("AllowCustomerKeysOverHttp").And.Contain("https").And.Contain("'bucket/k'"));
            Assert.That((error.IsTransient, error.StatusCode, error.Attempts), Is.EqualTo((false, (int?)null, 1)));
        }

        Assert.That(server.Requests, Is.Empty);
        Assert.That(services.GetRequiredService<IEndpointRegistry>().GetEndpoint("a").CircuitState, Is.EqualTo(CircuitState.Closed));
    }

    [TestCase("http://127.0.0.1:1", true)]
    [TestCase("https://s3.test", false)]
    public async Task Key_EndpointMayHaveIt_IsSentInThreeHeaders(string url, bool allow)
    {
        var server = new FakeServer(Answer);
        await using ServiceProvider services = FakeServices.Create(server, endpoint => (endpoint.Url, endpoint.AllowCustomerKeysOverHttp) = (url, allow));

        await services.Store().HeadObjectAsync("bucket", "k", new HeadObjectOptions { CustomerKey = Key });
        await services.Store().PutObjectAsync("bucket", "k", new MemoryStream([1]), new PutObjectOptions { ServerSideEncryption = Key });

        foreach (CapturedRequest sent in server.Requests)
        {
            Assert.That(sent.Headers["x-amz-server-side-encryption-customer-algorithm"], Is.EqualTo("AES256"));
            Assert.That(sent.Headers["x-amz-server-side-encryption-customer-key"], Is.EqualTo("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
            Assert.That(sent.Headers["x-amz-server-side-encryption-customer-key-md5"], Is.EqualTo("tP/LI3N87DFaSk0aoqYgzg=="));
            Assert.That(sent.Headers, Does.Not.ContainKey("x-amz-server-side-encryption"));
        }
    }

    [Test]
    public async Task Multipart_EachRequest_CarriesWhatItNeeds()
    {
        var server = new FakeServer(Answer);
        await using ServiceProvider services = FakeServices.Create(server, endpoint => endpoint.Url = "https://s3.test", options => (options.Transfers.MultipartThreshold, options.Transfers.PartSize) = (6 * MiB, 5 * MiB));

        await services.Store().PutObjectAsync("bucket", "k", Parts(7 * MiB), new PutObjectOptions { ServerSideEncryption = Key });
        CapturedRequest[] withKey = [.. server.Requests];
        await services.Store().PutObjectAsync("bucket", "k", Parts(7 * MiB), new PutObjectOptions { ServerSideEncryption = new SseKms { KeyId = "id" } });
        CapturedRequest[] withKms = [.. server.Requests.Skip(withKey.Length)];

        Assert.That(withKey.Select(sent => sent.Headers.ContainsKey("x-amz-server-side-encryption-customer-key")), Is.EqualTo(new[] { true, true, true, true }));
        Assert.That(withKms.Select(sent => (sent.Method, sent.Headers.ContainsKey("x-amz-server-side-encryption"))), Is.EqualTo(new[] { ("POST", true), ("PUT", false), ("PUT", false), ("POST", false) }));
    }

    [Test]
    public async Task Kms_All_IsSent()
    {
        var server = new FakeServer(Answer);
        await using ServiceProvider services = FakeServices.Create(server);
        var kms = new SseKms { KeyId = "arn:aws:kms:eu-west-1:1:key/2", BucketKeyEnabled = false, EncryptionContext = new Dictionary<string, string> { ["b"] = "é\"", ["a"] = "1" } };

        await services.Store().PutObjectAsync("bucket", "k", new MemoryStream([1]), new PutObjectOptions { ServerSideEncryption = kms });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(server.Last.Headers["x-amz-server-side-encryption"], Is.EqualTo("aws:kms"));
            Assert.That(server.Last.Headers["x-amz-server-side-encryption-aws-kms-key-id"], Is.EqualTo("arn:aws:kms:eu-west-1:1:key/2"));
            Assert.That(server.Last.Headers["x-amz-server-side-encryption-bucket-key-enabled"], Is.EqualTo("false"));
            var context = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(Encoding.UTF8.GetString(Convert.FromBase64String(server.Last.Headers["x-amz-server-side-encryption-context"])));
            Assert.That(context, Is.EqualTo(kms.EncryptionContext));
        }
    }

    private static HttpResponseMessage Answer(CapturedRequest request) => request.Method switch
    {
        "POST" when request.Query.StartsWith("uploads", StringComparison.Ordinal) =>
            Telling(request, Replies.Text(200, "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>")),
        "POST" => Replies.Text(200, "<CompleteMultipartUploadResult><ETag>\"e-2\"</ETag></CompleteMultipartUploadResult>"),
        _ => Telling(request, Replies.Empty(200)),
    };

    /// <summary>Tells of the encryption that was asked for.</summary>
    private static HttpResponseMessage Telling(CapturedRequest request, HttpResponseMessage response)
    {
        foreach (string name in new[] { "x-amz-server-side-encryption", "x-amz-server-side-encryption-customer-algorithm" })
        {
            if (request.Headers.TryGetValue(name, out string? value))
            {
                response.With(name, value);
            }
        }

        return response;
    }

    private static UnseekableStream Parts(int size) => new(new MemoryStream(new byte[size]));
}
