using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using S3Kit.Configuration;

namespace S3Kit.Tests.Configuration;

/// <summary>Options as an app gets them, without a host and without the variables of the process the tests run in.</summary>
internal static class Configured
{
    public static IConfigurationRoot Root(params (string Key, string? Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, value.Value)))
        .Build();

    public static IServiceCollection Services(FakeLogCollector? logs = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(new EnvironmentVariables(_ => null));
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(logs)));
        return services;
    }

    public static S3KitOptions From(params (string Key, string? Value)[] values) => From(services => services.AddS3Kit(Root(values)));

    public static S3KitOptions From(Action<IServiceCollection> register)
    {
        var services = Services();
        register(services);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<S3KitOptions>>().Value;
    }

    public static IReadOnlyList<string> FaultsOf(params (string Key, string? Value)[] values) => FaultsOf(services => services.AddS3Kit(Root(values)));

    public static IReadOnlyList<string> FaultsOf(Action<IServiceCollection> register)
    {
        try
        {
            From(register);
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
    }
}
