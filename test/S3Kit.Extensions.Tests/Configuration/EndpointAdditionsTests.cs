using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.Tests.Configuration;

public sealed class EndpointAdditionsTests
{
    [Test]
    public void PostConfigure_EndpointTheConfigurationHas_ChangesIt()
    {
        var root = Configured.Root(("S3Kit:Endpoints:main:Url", "http://127.0.0.1:1"), ("S3Kit:Endpoints:main:Weight", "3"));

        var endpoint = Configured.From(services => services.AddS3Kit(root).AddEndpoint("MAIN", options => options.Weight *= 2)).Endpoints["main"];

        Assert.That((endpoint.Url, endpoint.Weight), Is.EqualTo(("http://127.0.0.1:1", 6)));
    }

    [Test]
    public void PostConfigure_ConfigurationRegisteredLater_StillComesFirst()
    {
        var options = Configured.From(services =>
        {
            services.AddS3Kit(_ => { }).AddEndpoint("main", endpoint => endpoint.Weight = 7);
            services.AddS3Kit(Configured.Root(("S3Kit:Endpoints:main:Url", "http://127.0.0.1:1"), ("S3Kit:Endpoints:main:Weight", "3")));
        });

        Assert.That(options.Endpoints["main"].Weight, Is.EqualTo(7));
    }

    [Test]
    public void PostConfigure_EndpointNobodyHas_AddsAndChecksIt()
    {
        Assert.That(Configured.From(services => services.AddS3Kit(_ => { }).AddEndpoint("main", endpoint => endpoint.Url = "http://127.0.0.1:1")).Endpoints.Keys,
            Is.EqualTo(["main"]));
        Assert.That(Configured.FaultsOf(services => services.AddS3Kit(_ => { }).AddEndpoint("main", _ => { })),
            Has.One.StartsWith("S3Kit:Endpoints:main:Url: required"));
    }
}
