using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.Tests.Configuration;

/// <summary>Addresses with ranges of numbers in them, which stand for several endpoints.</summary>
public sealed class EndpointExpansionTests
{
    [TestCase("http://minio{1...3}.test:9000", "site-1=http://minio1.test:9000 site-2=http://minio2.test:9000 site-3=http://minio3.test:9000")]
    [TestCase("http://minio{08...10}.test", "site-08=http://minio08.test site-09=http://minio09.test site-10=http://minio10.test")]
    [TestCase("http://127.0.0.1:900{0...1}", "site-0=http://127.0.0.1:9000 site-1=http://127.0.0.1:9001")]
    [TestCase("http://r{1...2}n{3...4}.test", "site-1-3=http://r1n3.test site-1-4=http://r1n4.test site-2-3=http://r2n3.test site-2-4=http://r2n4.test")]
    [TestCase("http://minio{5...5}.test", "site-5=http://minio5.test")]
    public void Bind_UrlWithRanges_MakesAnEndpointOfEachNumber(string url, string expected)
    {
        S3KitOptions options = Configured.From(services => services.AddS3Kit(Configured.Root(
            ("S3Kit:Endpoints:site:Url", url),
            ("S3Kit:Endpoints:site:Weight", "7"),
            ("S3Kit:Endpoints:other:Url", "http://other.test"))));

        IEnumerable<KeyValuePair<string, EndpointOptions>> made = options.Endpoints.Where(static each => each.Key.StartsWith("site", StringComparison.Ordinal));
        Assert.That(string.Join(' ', made.Select(static each => $"{each.Key}={each.Value.Url}")), Is.EqualTo(expected));
        Assert.That(made.Select(static each => each.Value.Weight), Is.All.EqualTo(7));
        Assert.That(options.Endpoints["other"].Url, Is.EqualTo("http://other.test"));
    }

    [Test]
    public void Bind_PublicUrlWithTheSameRange_IsNumberedAlike()
    {
        S3KitOptions options = Configured.From(services => services.AddS3Kit(Configured.Root(
            ("S3Kit:Endpoints:site:Url", "http://10.0.0.{1...2}:9000"), ("S3Kit:Endpoints:site:PublicUrl", "https://s{1...2}.example"))));

        Assert.That(options.Endpoints["site-2"].PublicUrl, Is.EqualTo("https://s2.example"));
    }

    [TestCase("http://minio{4...1}.test", "S3Kit:Endpoints:site:Url: {4...1} goes from the greater number to the less")]
    [TestCase("http://minio{1..4}.test", "S3Kit:Endpoints:site:Url: 'http://minio{1..4}.test' has braces that are no range")]
    [TestCase("http://minio{a...b}.test", "S3Kit:Endpoints:site:Url: 'http://minio{a...b}.test' has braces that are no range")]
    [TestCase("http://minio{1...4.test", "S3Kit:Endpoints:site:Url: 'http://minio{1...4.test' has braces that are no range")]
    [TestCase("http://minio{1...1001}.test", "S3Kit:Endpoints:site:Url: 'http://minio{1...1001}.test' stands for more than 1000 endpoints")]
    [TestCase("http://m{1...999999999}n{1...999999999}.test", "S3Kit:Endpoints:site:Url: 'http://m{1...999999999}n{1...999999999}.test' stands for more than 1000")]
    [TestCase("minio{1...2}.test:9000", "S3Kit:Endpoints:site-1:Url: 'minio1.test:9000' is not an absolute http or https URL")]
    [TestCase("http://other{1...2}.test", "S3Kit:Endpoints:site:Url: makes the endpoint site-1, but there is one of that name already")]
    public void Bind_WrongRange_IsAFaultOfItsKey(string url, string fault) => Assert.That(
        Configured.FaultsOf(services => services.AddS3Kit(Configured.Root(
            ("S3Kit:Endpoints:site:Url", url), (url.Contains("other", StringComparison.Ordinal) ? "S3Kit:Endpoints:site-1:Url" : "S3Kit:Endpoints:third:Url", "http://third.test")))),
        Has.Some.StartsWith(fault));

    [Test]
    public void Environment_UrlWithRanges_MakesSeveral()
    {
        S3KitOptions options = Configured.From(services => services.AddS3Kit(Configured.Root(("S3_ENDPOINT", "http://minio{1...2}.test"))));

        Assert.That(options.Endpoints.Keys, Is.EqualTo(["default-1", "default-2"]));
    }

    [Test]
    public void AddEndpoint_WhileRunning_TakesOneOnly()
    {
        using ServiceProvider services = new ServiceCollection().AddS3Kit(static _ => { }).Services.BuildServiceProvider();

        Assert.That(
            () => services.GetRequiredService<IEndpointRegistry>().AddEndpoint("site", new EndpointOptions { Url = "http://minio{1...2}.test" }),
            Throws.InstanceOf<Microsoft.Extensions.Options.OptionsValidationException>().With.Message.Contains("add them one by one"));
    }
}
