using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace S3Kit.Tests.Health;

public sealed class S3KitHealthCheckTests
{
    private const string Buckets = "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>";

    [Test]
    public async Task Check_NothingConfigured_IsDegradedAndSaysWhy()
    {
        await using ServiceProvider services = Create(_ => { }, _ => { });

        HealthReportEntry entry = await CheckAsync(services);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(entry.Status, Is.EqualTo(HealthStatus.Degraded));
            Assert.That(entry.Description, Does.Contain("memory"));
            Assert.That(entry.Data["embedded"].ToString(), Does.StartWith("embedded store, available"));
        }
    }

    [TestCase(MockMode.Auto, HealthStatus.Unhealthy)]
    [TestCase(MockMode.Always, HealthStatus.Degraded)]
    public async Task Check_NothingConfiguredInProduction_IsUnhealthyUnlessMockIsAlways(MockMode mock, HealthStatus expected)
    {
        await using ServiceProvider services = Create(_ => { }, collection =>
        {
            collection.AddSingleton<IHostEnvironment>(new ProductionEnvironment());
            collection.Configure<S3KitOptions>(options => options.Mock = mock);
        });

        Assert.That((await CheckAsync(services)).Status, Is.EqualTo(expected));
    }

    [Test]
    public async Task Check_AllAnswer_IsHealthy()
    {
        await using ServiceProvider services = Create(builder => Endpoint(builder, "a", () => Answer(HttpStatusCode.OK, Buckets)), _ => { });

        HealthReportEntry entry = await CheckAsync(services);

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Healthy), entry.Description);
        Assert.That(entry.Data["a"].ToString(), Does.StartWith("available").And.EndWith("circuit closed"));
    }

    [Test]
    public async Task Check_ListingForbidden_IsHealthy()
    {
        await using ServiceProvider services = Create(builder => Endpoint(builder, "a", () => Answer(HttpStatusCode.Forbidden, "<Error><Code>AccessDenied</Code></Error>")), _ => { });

        Assert.That((await CheckAsync(services)).Status, Is.EqualTo(HealthStatus.Healthy));
    }

    [Test]
    public async Task Check_CredentialsRefused_IsUnhealthyAndSaysWhy()
    {
        await using ServiceProvider services = Create(builder => Endpoint(builder, "a", () => Answer(HttpStatusCode.Forbidden, "<Error><Code>SignatureDoesNotMatch</Code></Error>")), _ => { });

        HealthReportEntry entry = await CheckAsync(services);

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(entry.Exception, Is.TypeOf<S3AuthenticationException>());
        Assert.That(entry.Data["a"].ToString(), Does.Contain("SignatureDoesNotMatch"));
    }

    [Test]
    public async Task Check_OneOfTwoDown_IsDegradedAndNamesIt()
    {
        await using ServiceProvider services = Create(
            builder =>
            {
                Endpoint(builder, "a", () => Answer(HttpStatusCode.OK, Buckets));
                Endpoint(builder, "b", () => throw new HttpRequestException("refused"));
            },
            _ => { });

        HealthReportEntry entry = await CheckAsync(services);

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Degraded));
        Assert.That(entry.Description, Does.Contain("b").And.Not.Contain("a,"));
    }

    [Test]
    public async Task Check_PoolLostWhileAnotherWorks_IsUnhealthy()
    {
        await using ServiceProvider services = Create(
            builder =>
            {
                Endpoint(builder, "a", () => Answer(HttpStatusCode.OK, Buckets));
                Endpoint(builder, "b", () => throw new HttpRequestException("refused"), "archive");
            },
            _ => { });

        HealthReportEntry entry = await CheckAsync(services);

        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(entry.Description, Does.Contain("'archive'"));
    }

    [Test]
    public async Task Check_WithinTheInterval_AsksOnce()
    {
        int asked = 0;
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using ServiceProvider services = Create(
            builder => Endpoint(builder, "a", () =>
            {
                Interlocked.Increment(ref asked);
                return Answer(HttpStatusCode.OK, Buckets);
            }),
            collection => collection.AddSingleton<TimeProvider>(time));

        await CheckAsync(services);
        time.Advance(TimeSpan.FromSeconds(29));
        await CheckAsync(services);
        int within = asked;
        time.Advance(TimeSpan.FromSeconds(1));
        await CheckAsync(services);

        Assert.That((within, asked), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task Check_ProbePathAnswersForbidden_IsUnhealthy()
    {
        await using ServiceProvider services = Create(
            builder =>
            {
                Endpoint(builder, "a", () => Answer(HttpStatusCode.Forbidden, ""));
                builder.AddEndpoint("a", options => options.HealthProbe.Path = "/minio/health/live");
            },
            _ => { });

        Assert.That((await CheckAsync(services)).Status, Is.EqualTo(HealthStatus.Unhealthy));
    }

    [Test]
    public async Task Check_EndpointNeverAnswers_IsUnhealthyAfterTheProbesTimeout()
    {
        var asked = new TaskCompletionSource();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await using ServiceProvider services = Create(
            builder =>
            {
                builder.AddEndpoint("a", options => options.Url = "http://127.0.0.1:1");
                builder.ConfigureHttpClient("a", http => http.ConfigurePrimaryHttpMessageHandler(() => new SilentHandler(asked)));
            },
            collection => collection.AddSingleton<TimeProvider>(time));

        Task<HealthReportEntry> check = CheckAsync(services);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(5));

        HealthReportEntry entry = await check.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(entry.Status, Is.EqualTo(HealthStatus.Unhealthy));
        Assert.That(entry.Exception, Is.TypeOf<S3TimeoutException>());
    }

    private static ServiceProvider Create(Action<IS3KitBuilder> endpoints, Action<IServiceCollection> services) => MockServices.Create(services: collection =>
    {
        services(collection);
        endpoints(collection.AddS3Kit(static _ => { }));
        collection.AddHealthChecks().AddS3Kit();
    });

    private static void Endpoint(IS3KitBuilder builder, string name, Func<HttpResponseMessage> answer, string pool = "default")
    {
        builder.AddEndpoint(name, options => (options.Url, options.AccessKey, options.SecretKey, options.Pool) = ("http://127.0.0.1:1", "AK", "SK", pool));
        builder.ConfigureHttpClient(name, http => http.ConfigurePrimaryHttpMessageHandler(() => new AnsweringHandler(answer)));
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body) };

    private static async Task<HealthReportEntry> CheckAsync(ServiceProvider services)
    {
        HealthReport report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["s3kit"];
    }

    private sealed class AnsweringHandler(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }

    private sealed class SilentHandler(TaskCompletionSource asked) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var never = new TaskCompletionSource<HttpResponseMessage>();
            await using CancellationTokenRegistration registration = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
            asked.TrySetResult();
            return await never.Task;
        }
    }

    private sealed class ProductionEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Production;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
