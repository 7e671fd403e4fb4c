using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.Tests.Configuration;

public sealed class SectionBinderTests
{
    private const string Secret = "hunter2-secret";

    [Test]
    public void Bind_EverySetting_IsTakenOver()
    {
        var options = Configured.From(
            ("S3Kit:MaxConcurrentRequests", "20"), ("S3Kit:QueueSize", "200"), ("S3Kit:QueueFullMode", "Reject"), ("S3Kit:PriorityAgingInterval", "00:00:07"),
            ("S3Kit:MaxRetries", "4"), ("S3Kit:InitialRetryDelay", "00:00:00.250"), ("S3Kit:BackoffFactor", "1.5"), ("S3Kit:MaxRetryDelay", "00:00:10"),
            ("S3Kit:DefaultTimeout", "00:01:00"), ("S3Kit:AttemptTimeout", "00:00:11"), ("S3Kit:ConnectTimeout", "00:00:03"), ("S3Kit:StallTimeout", "00:00:12"),
            ("S3Kit:EndpointSelectionStrategy", "least-loaded"), ("S3Kit:Mock", "always"),
            ("S3Kit:CircuitBreaker:Threshold", "6"), ("S3Kit:CircuitBreaker:Timeout", "00:02:00"));

        Assert.Multiple(() =>
        {
            Assert.That(options.MaxConcurrentRequests, Is.EqualTo(20));
            Assert.That(options.QueueSize, Is.EqualTo(200));
            Assert.That(options.QueueFullMode, Is.EqualTo(QueueFullMode.Reject));
            Assert.That(options.PriorityAgingInterval, Is.EqualTo(TimeSpan.FromSeconds(7)));
            Assert.That(options.MaxRetries, Is.EqualTo(4));
            Assert.That(options.InitialRetryDelay, Is.EqualTo(TimeSpan.FromMilliseconds(250)));
            Assert.That(options.BackoffFactor, Is.EqualTo(1.5));
            Assert.That(options.MaxRetryDelay, Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(options.DefaultTimeout, Is.EqualTo(TimeSpan.FromMinutes(1)));
            Assert.That(options.AttemptTimeout, Is.EqualTo(TimeSpan.FromSeconds(11)));
            Assert.That(options.ConnectTimeout, Is.EqualTo(TimeSpan.FromSeconds(3)));
            Assert.That(options.StallTimeout, Is.EqualTo(TimeSpan.FromSeconds(12)));
            Assert.That(options.EndpointSelectionStrategy, Is.EqualTo("least-loaded"));
            Assert.That(options.Mock, Is.EqualTo(MockMode.Always));
            Assert.That(options.CircuitBreaker.Threshold, Is.EqualTo(6));
            Assert.That(options.CircuitBreaker.Timeout, Is.EqualTo(TimeSpan.FromMinutes(2)));
        });
    }

    [Test]
    public void Bind_EverySettingOfAnEndpoint_IsTakenOver()
    {
        var endpoint = Configured.From(
            ("S3Kit:Endpoints:a:Url", "https://s3.example.org"), ("S3Kit:Endpoints:a:AccessKey", "key"), ("S3Kit:Endpoints:a:SecretKey", Secret),
            ("S3Kit:Endpoints:a:SessionToken", "token"), ("S3Kit:Endpoints:a:Credentials", "static"), ("S3Kit:Endpoints:a:Region", "eu-central-1"), ("S3Kit:Endpoints:a:Pool", "hot"),
            ("S3Kit:Endpoints:a:Tier", "1"), ("S3Kit:Endpoints:a:Weight", "3"), ("S3Kit:Endpoints:a:MaxConcurrentRequests", "8"), ("S3Kit:Endpoints:a:MaxRetries", "1"),
            ("S3Kit:Endpoints:a:CircuitBreaker:Threshold", "9"), ("S3Kit:Endpoints:a:AddressingStyle", "virtual-host"), ("S3Kit:Endpoints:a:PublicUrl", "https://files.example.org/s3"),
            ("S3Kit:Endpoints:a:HealthProbe:Path", "/minio/health/live"), ("S3Kit:Endpoints:a:HealthProbe:Interval", "00:01:00"), ("S3Kit:Endpoints:a:HealthProbe:Timeout", "00:00:02")).Endpoints["A"];

        Assert.Multiple(() =>
        {
            Assert.That(endpoint.Url, Is.EqualTo("https://s3.example.org"));
            Assert.That(endpoint.AccessKey, Is.EqualTo("key"));
            Assert.That(endpoint.SecretKey, Is.EqualTo(Secret));
            Assert.That(endpoint.SessionToken, Is.EqualTo("token"));
            Assert.That(endpoint.Credentials, Is.EqualTo(CredentialsSource.Static));
            Assert.That(endpoint.Region, Is.EqualTo("eu-central-1"));
            Assert.That(endpoint.Pool, Is.EqualTo("hot"));
            Assert.That(endpoint.Tier, Is.EqualTo(1));
            Assert.That(endpoint.Weight, Is.EqualTo(3));
            Assert.That(endpoint.MaxConcurrentRequests, Is.EqualTo(8));
            Assert.That(endpoint.MaxRetries, Is.EqualTo(1));
            Assert.That(endpoint.CircuitBreaker!.Threshold, Is.EqualTo(9));
            Assert.That(endpoint.CircuitBreaker.Timeout, Is.EqualTo(TimeSpan.FromMinutes(1)), "what it leaves out has the default");
            Assert.That(endpoint.AddressingStyle, Is.EqualTo(AddressingStyle.VirtualHost));
            Assert.That(endpoint.PublicUrl, Is.EqualTo("https://files.example.org/s3"));
            Assert.That(endpoint.HealthProbe.Path, Is.EqualTo("/minio/health/live"));
            Assert.That(endpoint.HealthProbe.Interval, Is.EqualTo(TimeSpan.FromMinutes(1)));
            Assert.That(endpoint.HealthProbe.Timeout, Is.EqualTo(TimeSpan.FromSeconds(2)));
        });
    }

    [TestCase("S3Kit:Bogus", "S3Kit:Bogus: there is no such setting")]
    [TestCase("S3Kit:MaxRetrys", "S3Kit:MaxRetrys: there is no such setting; did you mean MaxRetries?")]
    [TestCase("S3Kit:max_retries", "S3Kit:max_retries: there is no such setting; did you mean MaxRetries?")]
    [TestCase("S3Kit:CircuitBreaker:Treshold", "S3Kit:CircuitBreaker:Treshold: there is no such setting; did you mean Threshold?")]
    [TestCase("S3Kit:Endpoints:a:Uri", "S3Kit:Endpoints:a:Uri: there is no such setting; did you mean Url?")]
    [TestCase("S3Kit:Endpoints:a:HealthProbe:Intervall", "S3Kit:Endpoints:a:HealthProbe:Intervall: there is no such setting; did you mean Interval?")]
    public void Bind_UnknownKey_IsAFault(string key, string fault)
    {
        Assert.That(Configured.FaultsOf(("S3Kit:Endpoints:a:Url", "http://127.0.0.1"), (key, "1")), Is.EqualTo([fault]));
    }

    [TestCase("S3Kit:MaxRetries", "three", "'three' is not a whole number")]
    [TestCase("S3Kit:MaxRetries", "1.5", "'1.5' is not a whole number")]
    [TestCase("S3Kit:BackoffFactor", "two", "'two' is not a number")]
    [TestCase("S3Kit:BackoffFactor", "1,5", "'1,5' is not a number")]
    [TestCase("S3Kit:DefaultTimeout", "30", "'30' is not a duration written as hours:minutes:seconds, such as 00:00:30, 00:00:00.250 or 1.00:00:00 for a day")]
    [TestCase("S3Kit:Mock", "Perhaps", "'Perhaps' is not one of Auto, Always, Never")]
    [TestCase("S3Kit:QueueFullMode", "1", "'1' is not one of Wait, Reject")]
    [TestCase("S3Kit:Endpoints:a:Tier", "top", "'top' is not a whole number")]
    public void Bind_ValueOfAnotherKind_IsAFaultThatSaysWhatIsWanted(string key, string value, string fault)
    {
        Assert.That(Configured.FaultsOf(("S3Kit:Endpoints:a:Url", "http://127.0.0.1"), (key, value)), Is.EqualTo([$"{key}: {fault}"]));
    }

    [TestCase("S3Kit")]
    [TestCase("S3Kit:CircuitBreaker")]
    [TestCase("S3Kit:Endpoints")]
    [TestCase("S3Kit:Endpoints:a")]
    [TestCase("S3Kit:Endpoints:b:HealthProbe")]
    public void Bind_ValueWhereASectionBelongs_IsAFaultThatDoesNotShowIt(string key)
    {
        var faults = Configured.FaultsOf(("S3Kit:Endpoints:b:Url", "http://127.0.0.1"), (key, Secret));

        Assert.That(faults, Is.EqualTo([$"{key}: a section with keys of its own is expected here, not a single value"]));
    }

    [TestCase("S3Kit:MaxRetries:0")]
    [TestCase("S3Kit:DefaultTimeout:Seconds")]
    [TestCase("S3Kit:Endpoints:a:SecretKey:Value")]
    public void Bind_SectionWhereAValueBelongs_IsAFaultThatDoesNotShowIt(string key)
    {
        var faults = Configured.FaultsOf(("S3Kit:Endpoints:a:Url", "http://127.0.0.1"), (key, Secret));

        Assert.That(faults, Is.EqualTo([$"{key[..key.LastIndexOf(':')]}: a single value is expected here, not a section or a list"]));
    }

    [Test]
    public void Bind_ListOfEndpoints_IsAFaultThatSaysHowToNameThem()
    {
        var faults = Configured.FaultsOf(("S3Kit:Endpoints:0:Url", "http://127.0.0.1"), ("S3Kit:Endpoints:1:Url", "http://127.0.0.2"));

        Assert.That(faults, Is.EqualTo(["S3Kit:Endpoints: a list is not expected here; give each entry a name, as in S3Kit:Endpoints:main"]));
    }

    [TestCase(null)]
    [TestCase("")]
    public void Bind_NullOrEmptyValue_CountsAsNotGiven(string? nothing)
    {
        var options = Configured.From(
            ("S3Kit:MaxRetries", nothing), ("S3Kit:DefaultTimeout", nothing), ("S3Kit:CircuitBreaker", nothing), ("S3Kit:Endpoints:a:Url", "http://127.0.0.1"),
            ("S3Kit:Endpoints:a:Pool", nothing), ("S3Kit:Endpoints:a:Region", nothing), ("S3Kit:Endpoints:a:AccessKey", nothing), ("S3Kit:Endpoints:a:CircuitBreaker", nothing));

        Assert.Multiple(() =>
        {
            Assert.That(options.MaxRetries, Is.EqualTo(3));
            Assert.That(options.DefaultTimeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(options.CircuitBreaker.Threshold, Is.EqualTo(3));
            Assert.That(options.Endpoints["a"].Pool, Is.EqualTo("default"));
            Assert.That(options.Endpoints["a"].Region, Is.Null);
            Assert.That(options.Endpoints["a"].AccessKey, Is.Null);
            Assert.That(options.Endpoints["a"].CircuitBreaker, Is.Null);
        });
    }

    [TestCase("""{ "S3Kit": { "Endpoints": { "a": {} } } }""")]
    [TestCase("""{ "S3Kit": { "Endpoints": { "a": null } } }""")]
    public void Bind_EndpointWithoutAnySetting_IsAFault(string json)
    {
        Assert.That(FaultsOfJson(json), Has.One.StartsWith("S3Kit:Endpoints:a:Url: required"));
    }

    [TestCase("""{ "S3Kit": {} }""")]
    [TestCase("""{ "S3Kit": null }""")]
    [TestCase("""{ "S3Kit": { "Endpoints": {}, "CircuitBreaker": {}, "MaxRetries": null } }""")]
    [TestCase("""{ }""")]
    public void Bind_EmptySections_AreNoFault(string json)
    {
        Assert.That(FaultsOfJson(json), Is.Empty);
    }

    [Test]
    public void Bind_KeysInAnotherCase_AreTheSame()
    {
        Assert.That(Configured.From(("s3kit:MAXRETRIES", "7")).MaxRetries, Is.EqualTo(7));
    }

    private static IReadOnlyList<string> FaultsOfJson(string json)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        return Configured.FaultsOf(services => services.AddS3Kit(configuration));
    }
}
