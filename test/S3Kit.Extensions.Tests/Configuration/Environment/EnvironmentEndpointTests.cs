using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Configuration;

namespace S3Kit.Tests.Configuration;

public sealed class EnvironmentEndpointTests
{
    private const string Secret = "hunter2-secret";

    [Test]
    public void PostConfigure_VariablesInTheRoot_MakeTheEndpointDefault()
    {
        var endpoint = Configured.From(
            ("S3_ENDPOINT", "http://127.0.0.1:9000"), ("S3_ACCESS_KEY", "key"), ("S3_SECRET_KEY", Secret), ("S3_REGION", "eu-west-1"), ("S3_SESSION_TOKEN", "token")).Endpoints["default"];

        Assert.Multiple(() =>
        {
            Assert.That(endpoint.Url, Is.EqualTo("http://127.0.0.1:9000"));
            Assert.That(endpoint.AccessKey, Is.EqualTo("key"));
            Assert.That(endpoint.SecretKey, Is.EqualTo(Secret));
            Assert.That(endpoint.Region, Is.EqualTo("eu-west-1"));
            Assert.That(endpoint.SessionToken, Is.EqualTo("token"));
        });
    }

    [Test]
    public void PostConfigure_EndpointOfAnotherName_JoinsIt()
    {
        var options = Configured.From(("S3_ENDPOINT", "http://127.0.0.1:9000"), ("S3Kit:Endpoints:main:Url", "http://127.0.0.1:9001"));

        Assert.That(options.Endpoints.Keys, Is.EquivalentTo<string>(["default", "main"]));
    }

    [Test]
    public void PostConfigure_SectionNamesDefault_IgnoresTheVariables()
    {
        var options = Configured.From(("S3_ENDPOINT", "http://127.0.0.1:9000"), ("S3_ACCESS_KEY", "half"), ("S3Kit:Endpoints:Default:Url", "http://127.0.0.1:9001"));

        Assert.That(options.Endpoints["default"].Url, Is.EqualTo("http://127.0.0.1:9001"));
        Assert.That(options.Endpoints["default"].AccessKey, Is.Null);
    }

    [Test]
    public void PostConfigure_CodeNamesDefault_IgnoresTheVariables()
    {
        var root = Configured.Root(("S3_ENDPOINT", "http://127.0.0.1:9000"));

        Assert.That(Configured.From(services => services.AddS3Kit(root).AddEndpoint("default", endpoint => endpoint.Url = "http://127.0.0.1:9001"))
            .Endpoints["default"].Url, Is.EqualTo("http://127.0.0.1:9001"));
        Assert.That(Configured.From(services => services.AddS3Kit(root, options => options.Endpoints["default"] = new() { Url = "http://127.0.0.1:9002" }))
            .Endpoints["default"].Url, Is.EqualTo("http://127.0.0.1:9002"));
    }

    [Test]
    public void PostConfigure_EmptyVariables_CountAsNotSet()
    {
        Assert.That(Configured.From(("S3_ENDPOINT", ""), ("S3_ACCESS_KEY", ""), ("S3_SECRET_KEY", "")).Endpoints, Is.Empty);

        var endpoint = Configured.From(("S3_ENDPOINT", "http://127.0.0.1"), ("S3_ACCESS_KEY", ""), ("S3_SECRET_KEY", ""), ("S3_REGION", "")).Endpoints["default"];
        Assert.That((endpoint.AccessKey, endpoint.SecretKey, endpoint.Region), Is.EqualTo(((string?)null, (string?)null, (string?)null)));
    }

    [Test]
    public void PostConfigure_RegionAlone_IsNoFault()
    {
        Assert.That(Configured.From(("S3_REGION", "eu-west-1")).Endpoints, Is.Empty);
    }

    [Test]
    public void PostConfigure_KeysWithoutEndpoint_IsAFaultThatNamesTheVariables()
    {
        Assert.That(Configured.FaultsOf(("S3_ACCESS_KEY", "key"), ("S3_SECRET_KEY", Secret)),
            Is.EqualTo(["S3_ENDPOINT: not set, although S3_ACCESS_KEY and S3_SECRET_KEY are; set it to the address of the endpoint"]));
        Assert.That(Configured.FaultsOf(("S3_SESSION_TOKEN", "token")),
            Is.EqualTo(["S3_ENDPOINT: not set, although S3_SESSION_TOKEN is; set it to the address of the endpoint"]));
    }

    [Test]
    public void PostConfigure_HalfGivenKeys_IsAFaultThatNamesTheVariables()
    {
        Assert.That(Configured.FaultsOf(("S3_ENDPOINT", "http://127.0.0.1"), ("S3_ACCESS_KEY", "key")),
            Is.EqualTo(["S3_SECRET_KEY: missing, although S3_ACCESS_KEY is given; give both, or neither for unsigned requests"]));
        Assert.That(Configured.FaultsOf(("S3_ENDPOINT", "http://127.0.0.1"), ("S3_SECRET_KEY", Secret)),
            Is.EqualTo(["S3_ACCESS_KEY: missing, although S3_SECRET_KEY is given; give both, or neither for unsigned requests"]));
    }

    [Test]
    public void PostConfigure_FaultyValues_AreReportedUnderTheVariables()
    {
        Assert.That(Configured.FaultsOf(("S3_ENDPOINT", "127.0.0.1:9000"), ("S3_REGION", "no region")), Is.EqualTo(
        [
            "S3_ENDPOINT: '127.0.0.1:9000' is not an absolute http or https URL; does it lack http:// or https://?",
            "S3_REGION: 'no region' is not the name of a region, such as us-east-1",
        ]));
    }

    [Test]
    public void PostConfigure_SectionBound_ReadsTheConfigurationOfTheHost()
    {
        var host = Configured.Root(("Storage:MaxRetries", "4"), ("S3_ENDPOINT", "http://127.0.0.1:9000"));

        var options = Configured.From(services => services.AddSingleton<IConfiguration>(host).AddS3Kit(host.GetSection("Storage")));

        Assert.That(options.Endpoints["default"].Url, Is.EqualTo("http://127.0.0.1:9000"));
    }

    [Test]
    public void PostConfigure_CodeOnlyInAHost_ReadsTheConfigurationOfTheHost()
    {
        var host = Configured.Root(("S3_ENDPOINT", "http://127.0.0.1:9000"));

        var options = Configured.From(services => services.AddSingleton<IConfiguration>(host).AddS3Kit(_ => { }));

        Assert.That(options.Endpoints["default"].Url, Is.EqualTo("http://127.0.0.1:9000"));
    }

    [Test]
    public void PostConfigure_RootBound_IsPreferredToTheHost()
    {
        var options = Configured.From(services => services
            .AddSingleton<IConfiguration>(Configured.Root(("S3_ENDPOINT", "http://127.0.0.1:1")))
            .AddS3Kit(Configured.Root(("S3_ENDPOINT", "http://127.0.0.1:2"))));

        Assert.That(options.Endpoints["default"].Url, Is.EqualTo("http://127.0.0.1:2"));
    }

    [Test]
    public void PostConfigure_NoConfigurationAtAll_ReadsTheProcess()
    {
        Assert.That(Configured.From(services => WithProcess(services).AddS3Kit(_ => { })).Endpoints["default"].Url, Is.EqualTo("http://127.0.0.1:3"));
    }

    [Test]
    public void PostConfigure_AnyConfiguration_DoesNotReadTheProcess()
    {
        var root = Configured.Root(("Storage:MaxRetries", "4"));

        Assert.That(Configured.From(services => WithProcess(services).AddS3Kit(root)).Endpoints, Is.Empty);
        Assert.That(Configured.From(services => WithProcess(services).AddS3Kit(root.GetSection("Storage"))).Endpoints, Is.Empty);
        Assert.That(Configured.From(services => WithProcess(services).AddSingleton<IConfiguration>(root).AddS3Kit(_ => { })).Endpoints, Is.Empty);
    }

    private static IServiceCollection WithProcess(IServiceCollection services) =>
        services.AddSingleton(new EnvironmentVariables(name => name is "S3_ENDPOINT" ? "http://127.0.0.1:3" : null));
}
