using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using S3Kit.Configuration;
using S3Kit.Tests.Configuration;

namespace S3Kit.Tests.DependencyInjection;

public sealed class S3KitServiceCollectionExtensionsTests
{
    [Test]
    public void AddS3Kit_TwiceWithOneConfiguration_RegistersNothingMore()
    {
        var services = new ServiceCollection();
        var configuration = Configured.Root();
        services.AddS3Kit(configuration);
        services.AddS3Kit(configuration.GetSection("S3Kit"));
        var before = services.Count;

        services.AddS3Kit(configuration);
        services.AddS3Kit(configuration.GetSection("S3Kit"));

        Assert.That(services, Has.Count.EqualTo(before));
    }

    [Test]
    public void AddS3Kit_TwiceWithCode_RegistersTheSecondCodeAlone()
    {
        var services = new ServiceCollection();
        services.AddS3Kit(options => options.MaxRetries = 1);
        var before = services.Count;

        services.AddS3Kit(options => options.QueueSize = 7);

        Assert.That(services, Has.Count.EqualTo(before + 1));
    }

    [Test]
    public void AddS3Kit_Twice_ReportsAFaultOnce()
    {
        var configuration = Configured.Root(("S3Kit:Bogus", "1"));

        var faults = Configured.FaultsOf(services =>
        {
            services.AddS3Kit(configuration);
            services.AddS3Kit(configuration.GetSection("S3Kit"));
        });

        Assert.That(faults, Is.EqualTo(["S3Kit:Bogus: there is no such setting"]));
    }

    [Test]
    public void AddS3Kit_NullArguments_Throw()
    {
        var services = new ServiceCollection();

        Assert.That(() => services.AddS3Kit((IConfiguration)null!), Throws.ArgumentNullException);
        Assert.That(() => services.AddS3Kit((Action<S3KitOptions>)null!), Throws.ArgumentNullException);
        Assert.That(() => services.AddS3Kit(Configured.Root(), null!), Throws.ArgumentNullException);
        Assert.That(services, Is.Empty);
    }

    [Test]
    public void AddS3Kit_WithoutASubstitute_ReadsTheVariablesOfTheProcess()
    {
        using var provider = new ServiceCollection().AddS3Kit(_ => { }).Services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<EnvironmentVariables>()("PATH"), Is.EqualTo(Environment.GetEnvironmentVariable("PATH")).And.Not.Empty);
    }

    [Test]
    public async Task StartAsync_InvalidConfiguration_StopsTheStartWithAllFaults()
    {
        using var host = Host(("S3Kit:MaxRetries", "three"), ("S3Kit:QueueSize", "0"));

        var exception = Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.That(exception!.Failures, Is.EqualTo(["S3Kit:MaxRetries: 'three' is not a whole number", "S3Kit:QueueSize: 0 is not in the range 1 to 10000000"]));
        await host.StopAsync();
    }

    [Test]
    public async Task StartAsync_ReloadThatDoesNotValidate_GoesOnWithTheLastGoodConfiguration()
    {
        using var host = Host(("S3Kit:MaxRetries", "1"));
        await host.StartAsync();
        var settings = host.Services.GetRequiredService<SettingsSource>();
        Assert.That(settings.Current.MaxRetries, Is.EqualTo(1));

        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        configuration["S3Kit:MaxRetries"] = "many";
        Assert.That(configuration.Reload, Throws.Nothing);

        Assert.That(settings.Current.MaxRetries, Is.EqualTo(1));
        Assert.That(host.Services.GetRequiredService<IOptionsMonitor<S3KitOptions>>().CurrentValue.MaxRetries, Is.EqualTo(1));
        await host.StopAsync();
    }

    [Test]
    public async Task Reload_FileThatNamesOtherEndpoints_ReplacesThem()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, Path.GetRandomFileName() + ".json");
        await File.WriteAllTextAsync(file, """{ "S3Kit": { "Endpoints": { "a": { "Url": "http://127.0.0.1:1" } } } }""");
        try
        {
            var configuration = new ConfigurationBuilder().AddJsonFile(file).Build();
            using var provider = Configured.Services().AddS3Kit(configuration).Services.BuildServiceProvider();
            var settings = provider.GetRequiredService<SettingsSource>();
            Assert.That(settings.Current.Endpoints["a"].Url, Is.EqualTo("http://127.0.0.1:1"));

            await File.WriteAllTextAsync(file, """{ "S3Kit": { "Endpoints": { "b": { "Url": "http://127.0.0.1:2" } } } }""");
            configuration.Reload();

            Assert.That(settings.Current.Endpoints.Keys, Is.EqualTo(["b"]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IHost Host(params (string Key, string? Value)[] values)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, value.Value)));
        builder.Services.AddS3Kit(builder.Configuration);
        return builder.Build();
    }
}
