using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.Tests;

/// <summary>Services as an app has them, with nothing configured unless the test says so: then the embedded store answers.</summary>
internal static class MockServices
{
    public static ServiceProvider Create(Action<S3KitOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();

        // An empty configuration, so that the environment of the machine has no say.
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services?.Invoke(collection);
        collection.AddS3Kit(configure ?? (static _ => { }));
        return collection.BuildServiceProvider();
    }
}
