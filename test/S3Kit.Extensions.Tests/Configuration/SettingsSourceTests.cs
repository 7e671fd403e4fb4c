using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using S3Kit.Configuration;

namespace S3Kit.Tests.Configuration;

public sealed class SettingsSourceTests
{
    private readonly FakeLogCollector _logs = new();
    private readonly List<int> _changes = [];
    private IConfigurationRoot _configuration = null!;
    private ServiceProvider _provider = null!;

    private SettingsSource Settings => _provider.GetRequiredService<SettingsSource>();

    [SetUp]
    public void Register()
    {
        _logs.Clear();
        _changes.Clear();
        _configuration = Configured.Root(("S3Kit:MaxRetries", "1"));
        var services = Configured.Services(_logs);
        services.AddS3Kit(_configuration);
        _provider = services.BuildServiceProvider();
    }

    [TearDown]
    public void Dispose() => _provider.Dispose();

    [Test]
    public void Current_InvalidFromTheStart_Throws()
    {
        _configuration["S3Kit:MaxRetries"] = "many";

        Assert.That(() => Settings.Current, Throws.TypeOf<OptionsValidationException>());
    }

    [Test]
    public void Current_InvalidThenPutRight_Works()
    {
        _configuration["S3Kit:MaxRetries"] = "many";
        Assert.That(() => Settings.Current, Throws.TypeOf<OptionsValidationException>());

        Reload("2");

        Assert.That(Settings.Current.MaxRetries, Is.EqualTo(2));
    }

    [Test]
    public void Reload_Valid_TakesTheirPlaceEverywhereAndTellsListeners()
    {
        var before = Listen();
        using var registration = Monitor.OnChange(_ => Assert.Fail("The monitor follows no reloads of its own."));

        Reload("2");

        Assert.That(Settings.Current.MaxRetries, Is.EqualTo(2));
        Assert.That(Settings.Current, Is.Not.SameAs(before));
        Assert.That(before.MaxRetries, Is.EqualTo(1), "what a request holds does not change under it");
        Assert.That(Monitor.CurrentValue, Is.SameAs(Settings.Current));
        Assert.That(_changes, Is.EqualTo([2]));
        Assert.That(Events(), Is.EqualTo([(1000, LogLevel.Information)]));
    }

    [Test]
    public void Reload_Invalid_KeepsTheLastGoodOnesEverywhere()
    {
        var before = Listen();

        Reload("many");

        Assert.That(Settings.Current, Is.SameAs(before));
        Assert.That(Monitor.CurrentValue, Is.SameAs(before));
        Assert.That(_changes, Is.Empty);
        Assert.That(Events(), Is.EqualTo([(1001, LogLevel.Error)]));
        Assert.That(_logs.LatestRecord.Message, Does.Contain("Faults (1): S3Kit:MaxRetries: 'many' is not a whole number"));
    }

    [Test]
    public void Reload_SameFaultsAgain_AreLoggedOnceUntilTheyChange()
    {
        Listen();

        Reload("many");
        Reload("many");
        Assert.That(Events(), Has.Count.EqualTo(1));

        Reload("more");
        Assert.That(Events(), Has.Count.EqualTo(2));

        Reload("1");
        Reload("more");
        Assert.That(Events(), Has.Count.EqualTo(3), "put right in between, the fault is new");
    }

    [Test]
    public void Reload_NothingChanged_TellsNobody()
    {
        var before = Listen();

        _configuration["Logging:LogLevel"] = "Debug";
        _configuration.Reload();

        Assert.That(Settings.Current, Is.SameAs(before));
        Assert.That(_changes, Is.Empty);
        Assert.That(_logs.Count, Is.Zero);
    }

    [Test]
    public void Reload_ListenerThrows_ReachesTheOthersAndNotTheCaller()
    {
        Settings.OnChange(_ => throw new InvalidOperationException("listener"));
        Listen();

        Assert.That(() => Reload("2"), Throws.Nothing);

        Assert.That(_changes, Is.EqualTo([2]));
        Assert.That(Events(), Is.EqualTo([(1000, LogLevel.Information), (1003, LogLevel.Error)]));
    }

    [Test]
    public void Reload_CodeOfTheAppThrows_IsLoggedOnceAndKeepsTheLastGoodOnes()
    {
        var fail = false;
        using var provider = Configured.Services(_logs)
            .AddS3Kit(_configuration, _ => { if (fail) throw new InvalidOperationException("configure"); }).Services.BuildServiceProvider();
        var settings = provider.GetRequiredService<SettingsSource>();
        var before = settings.Current;

        fail = true;
        Assert.That(() => Reload("2"), Throws.Nothing);
        Assert.That(() => Reload("2"), Throws.Nothing);

        Assert.That(settings.Current, Is.SameAs(before));
        Assert.That(Events(), Is.EqualTo([(1002, LogLevel.Error)]));
    }

    [Test]
    public void Reload_FromWithinAListener_IsDoneAfterItAndLeavesTheLatest()
    {
        Settings.OnChange(changed =>
        {
            if (changed.MaxRetries == 2)
                Reload("3");
        });
        Listen();

        Reload("2");

        Assert.That(_changes, Is.EqualTo([2, 3]));
        Assert.That(Settings.Current.MaxRetries, Is.EqualTo(3));
    }

    [Test]
    public void Reload_AfterDisposal_ChangesNothing()
    {
        var settings = Settings;
        var before = Listen();
        settings.Dispose();

        Reload("2");

        Assert.That(settings.Current, Is.SameAs(before));
    }

    [Test]
    public void Reload_BeforeTheFirstUse_IsSeenByIt()
    {
        var settings = Settings;

        Reload("2");

        Assert.That(settings.Current.MaxRetries, Is.EqualTo(2));
        Assert.That(_changes, Is.Empty);
    }

    [Test]
    public void Reload_SecretsInTheFaultyConfiguration_AreNotLogged()
    {
        const string secret = "hunter2-secret";
        Listen();

        _configuration["S3Kit:Endpoints:a:Url"] = $"http://user:{secret}@127.0.0.1";
        _configuration["S3Kit:Endpoints:a:SecretKey"] = secret;
        _configuration["S3Kit:Endpoints:b"] = secret;
        _configuration["S3Kit:Endpoints:c:SessionToken"] = secret + "\n";
        _configuration.Reload();

        Assert.That(Events(), Is.EqualTo([(1001, LogLevel.Error)]));
        Assert.That(_logs.LatestRecord.Message, Does.Not.Contain(secret).And.Contain("S3Kit:Endpoints:a:Url"));
    }

    private IOptionsMonitor<S3KitOptions> Monitor => _provider.GetRequiredService<IOptionsMonitor<S3KitOptions>>();

    private S3KitOptions Listen()
    {
        Settings.OnChange(options => _changes.Add(options.MaxRetries));
        return Settings.Current;
    }

    private void Reload(string maxRetries)
    {
        _configuration["S3Kit:MaxRetries"] = maxRetries;
        _configuration.Reload();
    }

    private List<(int Id, LogLevel Level)> Events() => [.. _logs.GetSnapshot().Select(record => (record.Id.Id, record.Level))];
}
