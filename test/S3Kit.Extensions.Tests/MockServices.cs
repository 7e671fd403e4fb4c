using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Configuration;

namespace S3Kit.Tests;

/// <summary>Services as an app has them, with nothing configured unless the test says so: then the embedded store answers.</summary>
internal static class MockServices
{
    public static ServiceProvider Create(Action<S3KitOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();

        // No configuration and no variables, so that the environment of the machine has no say.
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        collection.AddSingleton(new EnvironmentVariables(_ => null));
        services?.Invoke(collection);
        collection.AddS3Kit(configure ?? (static _ => { }));
        return collection.BuildServiceProvider();
    }
}
