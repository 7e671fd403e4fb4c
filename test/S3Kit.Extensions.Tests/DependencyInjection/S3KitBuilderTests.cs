using Microsoft.Extensions.DependencyInjection;
using S3Kit.DependencyInjection;
using S3Kit.Tests.Configuration;

namespace S3Kit.Tests.DependencyInjection;

public sealed class S3KitBuilderTests
{
    [Test]
    public void ConfigureHttpClient_NameInAnyCase_ChangesTheClientOfTheEndpoint()
    {
        var services = Configured.Services();
        services.AddS3Kit(_ => { }).ConfigureHttpClient("Main", client => client.ConfigureHttpClient(http => http.DefaultRequestHeaders.Add("x-proof", "1")));
        using var provider = services.BuildServiceProvider();

        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientNames.For("MAIN"));

        Assert.That(client.DefaultRequestHeaders.Contains("x-proof"), Is.True);
        Assert.That(HttpClientNames.For("MAIN"), Is.EqualTo("S3Kit:main"));
    }

    [Test]
    public void AddEndpoint_UnusableArguments_Throw()
    {
        var builder = new ServiceCollection().AddS3Kit(_ => { });

        Assert.That(() => builder.AddEndpoint(" ", _ => { }), Throws.ArgumentException);
        Assert.That(() => builder.AddEndpoint("a", null!), Throws.ArgumentNullException);
        Assert.That(() => builder.ConfigureHttpClient("", _ => { }), Throws.ArgumentException);
        Assert.That(() => builder.ConfigureHttpClient("a", null!), Throws.ArgumentNullException);
    }

    [Test]
    public void Services_OfTheBuilder_AreThoseGiven()
    {
        var services = new ServiceCollection();

        Assert.That(services.AddS3Kit(_ => { }).Services, Is.SameAs(services));
    }
}
