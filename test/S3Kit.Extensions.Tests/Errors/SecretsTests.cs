using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using S3Kit.Tests.Protocol;
using S3Kit.Tests.Store;

namespace S3Kit.Tests.Errors;

/// <summary>What must never be read by anybody: keys, tokens, signatures; and the names of objects, but in the debugger's log.</summary>
public sealed class SecretsTests
{
    private const string Token = "session-token-EXAMPLE";

    [TestCaseSource(typeof(StoreOperation), nameof(StoreOperation.All))]
    public async Task FailingOperation_StoreRepeatsTheRequest_NothingOfItIsTold(StoreOperation operation)
    {
        var server = new FakeServer(request =>
        {
            string authorization = request.Headers["authorization"];
            string signature = authorization[(authorization.LastIndexOf('=') + 1)..];
            return Replies.Error(
                403,
                "SignatureDoesNotMatch",
                $"The signature {signature} of {FakeServices.AccessKey} with {FakeServices.SecretKey} and {Token} does not match",
                $"<AWSAccessKeyId>{FakeServices.AccessKey}</AWSAccessKeyId><StringToSign>AWS4-HMAC-SHA256 {signature}</StringToSign><SignatureProvided>{signature}</SignatureProvided>"
                + $"<StringToSignBytes>41 57 53</StringToSignBytes><CanonicalRequest>GET\n/bucket/x\nX-Amz-Signature={signature}</CanonicalRequest><CanonicalRequestBytes>47 45</CanonicalRequestBytes>");
        });
        var logs = new FakeLoggerProvider();
        await using ServiceProvider services = FakeServices.Create(server, endpoint => endpoint.SessionToken = Token, options => options.MaxRetries = 1, logs: logs);

        S3KitException? error = Assert.CatchAsync<S3KitException>(() => operation.Run(services.Store()));

        string signature = server.Last.Headers["authorization"].Split("Signature=")[1];
        string everything = string.Join('\n', [error!.ToString(), error.ErrorCode, error.RequestId, .. Lines(logs)]);
        using (Assert.EnterMultipleScope())
        {
            foreach (string secret in new[] { FakeServices.AccessKey, FakeServices.SecretKey, Token, signature, "StringToSign", "CanonicalRequest", "AWS4-HMAC" })
            {
                Assert.That(everything, Does.Not.Contain(secret));
            }

            Assert.That(error.Message, operation.IsHead ? Does.Contain("status 403") : Does.Contain("The signature *** of *** with *** and *** does not match"));
        }
    }

    [Test]
    public async Task FailingOperation_SecretIsAPieceOfTheCode_TheErrorIsStillWhatTheCodeSays()
    {
        var server = new FakeServer(_ => Replies.Error(403, "InvalidAccessKeyId", "No such id"));
        await using ServiceProvider services = FakeServices.Create(server, endpoint => endpoint.AccessKey = "a");

        S3KitException? error = Assert.CatchAsync<S3KitException>(() => services.Store().GetObjectAsync("bucket", "key"));

        Assert.That((error!.Kind, error.ErrorCode), Is.EqualTo((S3ErrorKind.Authentication, "InvalidAccessKeyId")));
    }

    [TestCase(403, true)]
    [TestCase(403, false)]
    [TestCase(503, true)]
    [TestCase(200, true)]
    public async Task CustomerKey_StoreRepeatsIt_IsNotTold(int status, bool isSigned)
    {
        var key = SseCustomerKey.FromBytes([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))]);
        var server = new FakeServer(request =>
        {
            string sent = request.Headers["x-amz-server-side-encryption-customer-key"];
            string md5 = request.Headers["x-amz-server-side-encryption-customer-key-md5"];
            return Replies.Error(status, "AccessDenied", $"Not with {sent} of {md5}", $"<RequestId>{sent}</RequestId><ArgumentValue>{sent}</ArgumentValue>");
        });
        var logs = new FakeLoggerProvider();
        await using ServiceProvider services = FakeServices.Create(
            server,
            endpoint => (endpoint.Url, endpoint.AccessKey, endpoint.SecretKey) = ("https://s3.test", isSigned ? FakeServices.AccessKey : null, isSigned ? FakeServices.SecretKey : null),
            options => options.MaxRetries = 1,
            logs: logs);
        var activities = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => activities.Add($"{activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(each => each.Tags))}"),
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);

        S3KitException? put = Assert.CatchAsync<S3KitException>(() => services.Store().PutObjectAsync("bucket", "k", new MemoryStream([1]), new PutObjectOptions { ServerSideEncryption = key }));
        S3KitException? get = status == 200 ? put : Assert.CatchAsync<S3KitException>(() => services.Store().GetObjectAsync("bucket", "k", new GetObjectOptions { CustomerKey = key }));

        string everything = string.Join('\n', [put!.ToString(), get!.ToString(), put.RequestId, get.RequestId, .. Lines(logs), .. activities]);
        Assert.That(put.Message, Does.Contain("Not with *** of ***"));
        Assert.That(everything, Does.Not.Contain(key.Base64).And.Not.Contain(key.Md5));
    }

    [Test]
    public async Task List_ErrorInSuccessRepeatsTheKey_ItIsNotTold()
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Error(200, "InternalError", $"{FakeServices.AccessKey} failed")));

        S3ServerException? error = Assert.ThrowsAsync<S3ServerException>(() => services.Store().ListObjectsPageAsync("bucket"));

        Assert.That(error!.Message, Does.Contain("*** failed").And.Not.Contain(FakeServices.AccessKey));
    }

    [Test]
    public async Task Log_OfARunWithRetriesFailuresAndSuccess_HoldsNoSecretsAndKeysOnlyAtDebug()
    {
        const string key = "patient-0815/finding.pdf";
        int count = 0;
        var server = new FakeServer(_ => Interlocked.Increment(ref count) % 2 == 1 ? Replies.Error(503, "ServiceUnavailable", "Busy.") : Replies.Empty(200).With("ETag", "\"e\""));
        var logs = new FakeLoggerProvider();
        await using ServiceProvider services = FakeServices.Create(
            server,
            endpoint => endpoint.SessionToken = Token,
            options =>
            {
                options.MaxRetries = 1;
                options.InitialRetryDelay = TimeSpan.Zero;
                options.CircuitBreaker.Threshold = 1;
                options.CircuitBreaker.Timeout = TimeSpan.FromMilliseconds(1);
            },
            logs: logs);
        IObjectStore store = services.Store();

        for (int i = 0; i < 3; i++)
        {
            await Quietly(() => store.PutObjectAsync("bucket", key, new MemoryStream([1])));
            await Quietly(() => store.HeadObjectAsync("bucket", key));
            await Quietly(() => store.GetObjectAsync("bucket", key));
        }

        IReadOnlyList<FakeLogRecord> records = logs.Collector.GetSnapshot();
        string[] visible = [.. records.Where(record => record.Level > LogLevel.Debug).Select(Line)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(visible, Is.Not.Empty, "A breaker opened, which is told.");
            Assert.That(visible, Has.None.Contains("finding"));
            foreach (string secret in new[] { FakeServices.AccessKey, FakeServices.SecretKey, Token, "Signature" })
            {
                Assert.That(Lines(logs), Has.None.Contains(secret));
            }
        }
    }

    [Test]
    public async Task ToString_OfWhatHoldsKeys_ShowsNone()
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(), endpoint => endpoint.SessionToken = Token);
        S3KitOptions? seen = null;
        await using ServiceProvider other = FakeServices.Create(new FakeServer(), options: options => seen = options);
        _ = other.Store();
        _ = await other.Store().BucketExistsAsync("bucket");
        var registry = services.GetRequiredService<IEndpointRegistry>();
        var options = new EndpointOptions { Url = "http://127.0.0.1:1", AccessKey = FakeServices.AccessKey, SecretKey = FakeServices.SecretKey, SessionToken = Token };
        object[] shown =
        [
            options, seen!, registry.Endpoints.Single(), registry.GetEndpoint(), await services.Store().TestEndpointAsync(),
            new S3Kit.Protocol.S3Credentials(FakeServices.AccessKey, FakeServices.SecretKey, Token),
            services.GetRequiredService<S3Kit.Routing.EndpointSet>().Find("a"), services.GetRequiredService<S3Kit.Routing.EndpointSet>().Find("a").Settings,
        ];

        string text = string.Join('\n', shown);

        Assert.That(text, Does.Not.Contain(FakeServices.AccessKey).And.Not.Contain(FakeServices.SecretKey).And.Not.Contain(Token));
    }

    private static async Task Quietly<T>(Func<Task<T>> run)
    {
        try
        {
            await run();
        }
        catch (S3KitException)
        {
            // Only what is logged matters.
        }
    }

    private static IEnumerable<string> Lines(FakeLoggerProvider logs) => logs.Collector.GetSnapshot().Select(Line);

    private static string Line(FakeLogRecord record) =>
        $"{record.Message} {record.Exception} {string.Join(' ', record.StructuredState?.Select(pair => pair.Value) ?? [])} {string.Join(' ', record.Scopes)}";
}
