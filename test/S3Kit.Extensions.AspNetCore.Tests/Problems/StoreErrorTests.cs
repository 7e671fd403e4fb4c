using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.AspNetCore.Tests.Problems;

[TestFixture]
public class StoreErrorTests
{
    private static readonly TestCaseData<S3KitException, int, string, int?>[] Errors =
    [
        new(new S3AuthenticationException("m") { StatusCode = 403 }, 502, "authentication", null),
        new(new S3AccessDeniedException("m") { StatusCode = 403 }, 403, "accessDenied", null),
        new(new S3NotFoundException("m") { StatusCode = 404 }, 404, "notFound", null),
        new(new S3PreconditionFailedException("m") { StatusCode = 412 }, 412, "preconditionFailed", null),
        new(new S3ConflictException("m") { StatusCode = 409 }, 409, "conflict", null),
        new(new S3InvalidRequestException("m") { StatusCode = 400 }, 400, "invalidRequest", null),
        new(new S3InvalidRequestException("m") { StatusCode = 405 }, 405, "invalidRequest", null),
        new(new S3InvalidRequestException("m") { StatusCode = 411 }, 411, "invalidRequest", null),
        new(new S3InvalidRequestException("m") { StatusCode = 413 }, 413, "invalidRequest", null),
        new(new S3InvalidRequestException("m") { StatusCode = 416 }, 416, "invalidRequest", null),
        new(new S3InvalidRequestException("m") { StatusCode = 401 }, 400, "invalidRequest", null),
        new(new S3InvalidRequestException("m"), 400, "invalidRequest", null),
        new(new S3ThrottledException("m") { StatusCode = 503, RetryAfter = TimeSpan.FromMilliseconds(2100) }, 503, "throttled", 3),
        new(new S3ThrottledException("m") { StatusCode = 429 }, 503, "throttled", 1),
        new(new S3CircuitOpenException("m"), 503, "circuitOpen", null),
        new(new S3CircuitOpenException("m") { RetryAfter = TimeSpan.FromMinutes(1) }, 503, "circuitOpen", 60),
        new(new S3TimeoutException("m"), 504, "timeout", null),
        new(new S3QueueFullException("m"), 503, "queueFull", 1),
        new(new S3NoEndpointException("m"), 503, "noEndpoint", null),
        new(new S3IntegrityException("m"), 502, "integrity", null),
        new(new S3NetworkException("m"), 502, "network", null),
        new(new S3ServerException("m") { StatusCode = 500 }, 502, "server", null),
        new(new S3ShuttingDownException("m"), 503, "shuttingDown", null),
        new(new S3ObjectTooLargeException("m"), 500, "objectTooLarge", null),
        new(new S3UnsafeKeysException("m"), 500, "unsafeKeys", null),
        new(new S3DirectoryTransferException("m"), 500, "directoryTransfer", null),
    ];

    [TestCaseSource(nameof(Errors))]
    public async Task Request_WhenStoreFails_AnswersProblem(S3KitException error, int status, string kind, int? retryAfter)
    {
        error.Endpoint = "primary";
        error.Attempts = 4;
        await using var app = await TestApp.StartAsync();
        app.Store.Failure = error;

        using var response = await app.SendAsync(HttpMethod.Get, "/objects/bucket/key");
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(status));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That(response.Headers.RetryAfter?.Delta?.TotalSeconds, Is.EqualTo((double?)retryAfter));
            Assert.That(response.Headers.CacheControl!.NoStore, Is.True);
            Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(status));
            Assert.That(problem.GetProperty("title").GetString(), Is.Not.Empty);
            Assert.That(problem.GetProperty("detail").GetString(), Is.EqualTo("m"));
            Assert.That(problem.GetProperty("kind").GetString(), Is.EqualTo(kind));
            Assert.That(problem.GetProperty("endpoint").GetString(), Is.EqualTo("primary"));
            Assert.That(problem.GetProperty("attempts").GetInt32(), Is.EqualTo(4));
            Assert.That(problem.GetProperty("retryAfter").ToString(), Is.EqualTo(retryAfter is null ? "" : FormattableString.Invariant($"{retryAfter}")));
        });
    }

    [Test]
    public void Errors_Table_HasEveryKindButNotModified() =>
        Assert.That(
            Errors.Select(static each => ((S3KitException)each.Arguments[0]!).Kind).Append(S3ErrorKind.NotModified).Distinct(),
            Is.EquivalentTo(Enum.GetValues<S3ErrorKind>()));

    [Test]
    public async Task Get_WhenStoreSaysNotModified_AnswersWithoutBody()
    {
        await using var app = await TestApp.StartAsync();
        app.Store.Failure = new S3NotModifiedException("m") { StatusCode = 304 };

        using var response = await app.SendAsync(HttpMethod.Get, "/objects/bucket/key");
        var body = await response.Content.ReadAsByteArrayAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
            Assert.That(body, Is.Empty);
        });
    }

    [TestCase("PUT", "/objects/bucket/key")]
    [TestCase("GET", "/objects/bucket/key")]
    [TestCase("HEAD", "/objects/bucket/key")]
    [TestCase("DELETE", "/objects/bucket/key")]
    [TestCase("GET", "/objects/bucket")]
    [TestCase("GET", "/buckets")]
    [TestCase("PUT", "/buckets/bucket")]
    [TestCase("HEAD", "/buckets/bucket")]
    [TestCase("DELETE", "/buckets/bucket")]
    public async Task EveryRoute_WhenStoreFails_AnswersItsStatus(string method, string path)
    {
        await using var app = await TestApp.StartAsync();
        app.Store.Failure = new S3TimeoutException("Too slow.") { ErrorCode = "Slow", RequestId = "r1" };

        using var response = await app.SendAsync(new HttpMethod(method), path);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.GatewayTimeout));
            Assert.That(body, method is "HEAD" ? Is.Empty : Does.Contain("\"errorCode\":\"Slow\"").And.Contain("\"requestId\":\"r1\""));
        });
    }

    [Test]
    public async Task Put_WithArgumentTheStoreRefuses_IsBadRequest()
    {
        await using var app = await TestApp.StartAsync();
        app.Store.Failure = new ArgumentException("The key is longer than 1024 bytes.", "key");

        using var response = await app.SendAsync(HttpMethod.Put, "/objects/bucket/key");
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Multiple(() =>
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(problem.GetProperty("detail").GetString(), Is.EqualTo("The key is longer than 1024 bytes."));
        });
    }

    [Test]
    public async Task Problem_InAppWithProblemDetails_IsCustomisedByIt()
    {
        await using var app = await TestApp.StartAsync(
            static app => app.MapObjectStore(),
            static services => services.AddProblemDetails(static options =>
                options.CustomizeProblemDetails = static context => context.ProblemDetails.Extensions["service"] = "reports"));
        app.Store.Failure = new S3NetworkException("m");

        using var response = await app.SendAsync(HttpMethod.Get, "/objects/bucket/key");
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Multiple(() =>
        {
            Assert.That(problem.GetProperty("service").GetString(), Is.EqualTo("reports"));
            Assert.That(problem.GetProperty("kind").GetString(), Is.EqualTo("network"));
        });
    }

    [Test]
    public async Task AppsOwnEndpoint_WhenStoreFails_AnswersTheSameProblem()
    {
        await using var app = await TestApp.StartAsync(
            static app =>
            {
                app.UseExceptionHandler();
                app.MapGet(
                    "/report",
                    static (HttpContext _) => Task.FromException(new S3ThrottledException("Slow down.") { RetryAfter = TimeSpan.FromSeconds(7) }));
                app.MapGet("/bug", static (HttpContext _) => Task.FromException(new InvalidOperationException("secret")));
            },
            static services => services.AddProblemDetails().AddS3KitProblemDetails().AddS3KitProblemDetails());

        using var report = await app.SendAsync(HttpMethod.Get, "/report");
        using var bug = await app.SendAsync(HttpMethod.Get, "/bug");
        var reportBody = await report.Content.ReadAsStringAsync();
        var bugBody = await bug.Content.ReadAsStringAsync();

        Assert.Multiple(() =>
        {
            Assert.That(report.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(report.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(7)));
            Assert.That(reportBody, Does.Contain("\"kind\":\"throttled\""));
            Assert.That(bug.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
            Assert.That(bugBody, Does.Not.Contain("secret"));
        });
    }

    [Test]
    public void AddS3KitProblemDetails_Twice_RegistersOneHandler()
    {
        var services = new ServiceCollection().AddS3KitProblemDetails().AddS3KitProblemDetails();

        Assert.That(services.Count(static each => each.ServiceType == typeof(IExceptionHandler)), Is.EqualTo(1));
    }
}
