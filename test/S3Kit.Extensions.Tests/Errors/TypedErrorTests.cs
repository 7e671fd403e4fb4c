using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Errors;

/// <summary>What S3's error codes become.</summary>
public sealed class TypedErrorTests
{
    [TestCase(403, "InvalidAccessKeyId", typeof(S3AuthenticationException), S3ErrorKind.Authentication, false)]
    [TestCase(403, "SignatureDoesNotMatch", typeof(S3AuthenticationException), S3ErrorKind.Authentication, false)]
    [TestCase(400, "ExpiredToken", typeof(S3AuthenticationException), S3ErrorKind.Authentication, false)]
    [TestCase(400, "AuthorizationHeaderMalformed", typeof(S3AuthenticationException), S3ErrorKind.Authentication, false)]
    [TestCase(403, "AccessDenied", typeof(S3AccessDeniedException), S3ErrorKind.AccessDenied, false)]
    [TestCase(403, "UserSuspended", typeof(S3AccessDeniedException), S3ErrorKind.AccessDenied, false)]
    [TestCase(404, "NoSuchKey", typeof(S3NotFoundException), S3ErrorKind.NotFound, false)]
    [TestCase(404, "NoSuchBucket", typeof(S3NotFoundException), S3ErrorKind.NotFound, false)]
    [TestCase(304, "", typeof(S3NotModifiedException), S3ErrorKind.NotModified, false)]
    [TestCase(412, "PreconditionFailed", typeof(S3PreconditionFailedException), S3ErrorKind.PreconditionFailed, false)]
    [TestCase(409, "BucketNotEmpty", typeof(S3ConflictException), S3ErrorKind.Conflict, false)]
    [TestCase(409, "BucketAlreadyExists", typeof(S3ConflictException), S3ErrorKind.Conflict, false)]
    [TestCase(409, "OperationAborted", typeof(S3ConflictException), S3ErrorKind.Conflict, true)]
    [TestCase(400, "EntityTooLarge", typeof(S3InvalidRequestException), S3ErrorKind.InvalidRequest, false)]
    [TestCase(416, "InvalidRange", typeof(S3InvalidRequestException), S3ErrorKind.InvalidRequest, false)]
    [TestCase(501, "NotImplemented", typeof(S3InvalidRequestException), S3ErrorKind.InvalidRequest, false)]
    [TestCase(503, "SlowDown", typeof(S3ThrottledException), S3ErrorKind.Throttled, true)]
    [TestCase(429, "", typeof(S3ThrottledException), S3ErrorKind.Throttled, true)]
    [TestCase(400, "BadDigest", typeof(S3IntegrityException), S3ErrorKind.Integrity, true)]
    [TestCase(400, "XAmzContentSHA256Mismatch", typeof(S3IntegrityException), S3ErrorKind.Integrity, true)]
    [TestCase(400, "IncompleteBody", typeof(S3IntegrityException), S3ErrorKind.Integrity, true)]
    [TestCase(400, "RequestTimeout", typeof(S3NetworkException), S3ErrorKind.Network, true)]
    [TestCase(408, "", typeof(S3NetworkException), S3ErrorKind.Network, true)]
    [TestCase(500, "InternalError", typeof(S3ServerException), S3ErrorKind.Server, true)]
    [TestCase(503, "ServiceUnavailable", typeof(S3ServerException), S3ErrorKind.Server, true)]
    [TestCase(507, "", typeof(S3ServerException), S3ErrorKind.Server, false)]
    public async Task Get_StatusAndCode_ThrowsTheTypeOfThatKind(int status, string code, Type type, S3ErrorKind kind, bool isTransient)
    {
        var server = new FakeServer(_ => code.Length == 0 ? Replies.Empty(status) : Replies.Error(status, code, "It is so", "<RequestId>DOC-1</RequestId>").With("x-amz-request-id", "HEAD-1"));
        await using ServiceProvider services = FakeServices.Create(server);

        S3KitException error = await ErrorAsync(services);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error, Is.TypeOf(type));
            Assert.That(error.Kind, Is.EqualTo(kind));
            Assert.That(error.IsTransient, Is.EqualTo(isTransient));
            Assert.That(error.StatusCode, Is.EqualTo(status));
            Assert.That(error.ErrorCode, Is.EqualTo(code.Length == 0 ? null : code));
            Assert.That(error.RequestId, Is.EqualTo(code.Length == 0 ? null : "DOC-1"));
            Assert.That(error.Attempts, Is.EqualTo(1));
            Assert.That(error.Message, Does.StartWith(code.Length == 0
                ? $"GetObject of 'bucket/key' at endpoint 'a' failed: status {status}."
                : $"GetObject of 'bucket/key' at endpoint 'a' failed: {code}, status {status}: It is so."));
        }
    }

    [TestCase("NoSuchKey", S3ResourceKind.Key)]
    [TestCase("NoSuchBucket", S3ResourceKind.Bucket)]
    [TestCase("NoSuchVersion", S3ResourceKind.Version)]
    [TestCase("NoSuchUpload", S3ResourceKind.Upload)]
    [TestCase("NoSuchTagSet", S3ResourceKind.Configuration)]
    [TestCase("", S3ResourceKind.Unknown)]
    public async Task Get_NotFound_SaysWhatIsMissing(string code, S3ResourceKind resource)
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Error(404, code)));

        Assert.That(((S3NotFoundException)await ErrorAsync(services)).Resource, Is.EqualTo(resource));
    }

    [TestCase("120", 120)]
    [TestCase("Fri, 24 May 2024 00:01:00 GMT", 60)]
    [TestCase("Fri, 24 May 2013 00:00:00 GMT", 0)]
    [TestCase("soon", null)]
    [TestCase("-5", null)]
    [TestCase("99999999999999999999", int.MaxValue)]
    public async Task Get_RetryAfter_IsTold(string header, int? seconds)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2024, 5, 24, 0, 0, 0, TimeSpan.Zero));
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Empty(503).With("Retry-After", header)), time: time);

        Assert.That((await ErrorAsync(services)).RetryAfter?.TotalSeconds, Is.EqualTo((double?)seconds));
    }

    [TestCase(300)]
    [TestCase(301)]
    [TestCase(302)]
    [TestCase(303)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task Get_Redirect_IsNotFollowed(int status)
    {
        var server = new FakeServer(_ => Replies.Empty(status).With("Location", "http://127.0.0.1:2/elsewhere"));
        await using ServiceProvider services = FakeServices.Create(server);

        S3KitException error = await ErrorAsync(services);

        Assert.That(server.Requests, Has.Count.EqualTo(1));
        Assert.That(error, Is.TypeOf<S3InvalidRequestException>());
        Assert.That(error.Message, Does.Contain("points elsewhere").And.Not.Contain("127.0.0.1:2"));
    }

    [Test]
    public async Task Get_KeyWithDots_IsNamedAsItIs()
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Error(404, "NoSuchKey", "Gone.")));

        S3NotFoundException? error = Assert.ThrowsAsync<S3NotFoundException>(() => services.Store().GetObjectAsync("bucket", "a/../b...c"));

        Assert.That(error!.Message, Is.EqualTo("GetObject of 'bucket/a/../b...c' at endpoint 'a' failed: NoSuchKey, status 404: Gone."));
    }

    [Test]
    public async Task Get_MessageOfManyLinesAndLengths_IsOneShortLine()
    {
        string said = "line\r\n2020-01-01 ERROR forged\n" + new string('x', 10_000);
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Error(400, "Bad", said)));

        string message = (await ErrorAsync(services)).Message;

        Assert.That(message, Has.Length.LessThan(700).And.Not.Contain("\n").And.Not.Contain("\r"));
    }

    [TestCase("two\nlines")]
    [TestCase("   ")]
    [TestCase("LONG")]
    public async Task Get_CodeThatIsNoName_IsNotTaken(string code)
    {
        code = code == "LONG" ? new string('C', 200_000) : code;
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Error(403, code)));

        S3KitException error = await ErrorAsync(services);

        Assert.That(error.ErrorCode, Is.Null);
        Assert.That(error, Is.TypeOf<S3AccessDeniedException>());
        Assert.That(error.Message, Has.Length.LessThan(500));
    }

    [Test]
    public async Task Get_CodeInWhiteSpace_IsTaken()
    {
        await using ServiceProvider services = FakeServices.Create(new FakeServer(_ => Replies.Error(404, "\n  NoSuchKey\n")));

        Assert.That((await ErrorAsync(services)).ErrorCode, Is.EqualTo("NoSuchKey"));
    }

    [Test]
    public async Task Get_ErrorBodyComesToAStandstill_StatusIsTold()
    {
        var time = new FakeTimeProvider();
        var body = new StalledStream();
        var server = new FakeServer(_ => new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden) { Content = new StreamContent(body) });
        await using ServiceProvider services = FakeServices.Create(server, time: time);

        Task<S3KitException> error = ErrorAsync(services);
        await body.Reading;
        time.Advance(TimeSpan.FromSeconds(16));

        Assert.That(await error, Is.TypeOf<S3AccessDeniedException>());
    }

    private static async Task<S3KitException> ErrorAsync(ServiceProvider services)
    {
        try
        {
            await services.Store().GetObjectAsync("bucket", "key");
        }
        catch (S3KitException e)
        {
            return e;
        }

        throw new AssertionException("Nothing was thrown.");
    }
}
