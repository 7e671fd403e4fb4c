using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.Tests.Configuration;

public sealed class BoundConfigurationTests
{
    [Test]
    public void Bind_Root_TakesTheSectionS3KitAlone()
    {
        var options = Configured.From(("MaxRetries", "9"), ("Logging:LogLevel", "Debug"), ("S3Kit:MaxRetries", "4"));

        Assert.That(options.MaxRetries, Is.EqualTo(4));
    }

    [Test]
    public void Bind_SectionItself_TakesItAndReportsFaultsUnderItsKey()
    {
        var root = Configured.Root(("Storage:Main:MaxRetries", "4"));
        Assert.That(Configured.From(services => services.AddS3Kit(root.GetSection("Storage:Main"))).MaxRetries, Is.EqualTo(4));

        var faulty = Configured.Root(("Storage:Main:MaxRetries", "400"), ("Storage:Main:QueueSize", "many"), ("Storage:Main:Endpoints:a:Tier", "1"));
        Assert.That(Configured.FaultsOf(services => services.AddS3Kit(faulty.GetSection("Storage:Main"))), Is.EquivalentTo<string>(
        [
            "Storage:Main:MaxRetries: 400 is not in the range 0 to 100",
            "Storage:Main:QueueSize: 'many' is not a whole number",
            "Storage:Main:Endpoints:a:Url: required, for instance https://s3.eu-central-1.amazonaws.com or http://127.0.0.1:9000",
        ]));
    }

    [Test]
    public void Bind_SectionThatHasASectionS3Kit_TakesThat()
    {
        var root = Configured.Root(("App:Name", "x"), ("App:S3Kit:MaxRetries", "4"));

        Assert.That(Configured.From(services => services.AddS3Kit(root.GetSection("App"))).MaxRetries, Is.EqualTo(4));
    }

    [Test]
    public void Bind_SourceAddedAfterTheRegistration_IsSeen()
    {
        var options = Configured.From(services =>
        {
            var manager = new ConfigurationManager();
            services.AddS3Kit(manager);
            manager.AddInMemoryCollection([KeyValuePair.Create("S3Kit:MaxRetries", (string?)"4")]);
        });

        Assert.That(options.MaxRetries, Is.EqualTo(4));
    }

    [Test]
    public void Bind_TwoConfigurations_AddUpAndTheLaterOneWins()
    {
        var options = Configured.From(services =>
        {
            services.AddS3Kit(Configured.Root(("S3Kit:MaxRetries", "4"), ("S3Kit:QueueSize", "7")));
            services.AddS3Kit(Configured.Root(("S3Kit:MaxRetries", "5")));
        });

        Assert.That((options.MaxRetries, options.QueueSize), Is.EqualTo((5, 7)));
    }

    [Test]
    public void Bind_ConfigurationThenCode_LetsCodeWin()
    {
        var root = Configured.Root(("S3Kit:MaxRetries", "4"), ("S3Kit:QueueSize", "7"));

        var options = Configured.From(services => services.AddS3Kit(root, options => options.MaxRetries = 5));

        Assert.That((options.MaxRetries, options.QueueSize), Is.EqualTo((5, 7)));
    }
}
