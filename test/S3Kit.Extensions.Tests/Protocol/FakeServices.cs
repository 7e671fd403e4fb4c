using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace S3Kit.Tests.Protocol;

/// <summary>An app with one endpoint, <c>a</c>, whose network is a handler of the test. Nothing is retried and no breaker opens unless the test says so.</summary>
internal static class FakeServices
{
    public const string AccessKey = "AKIDEXAMPLEKEY";
    public const string SecretKey = "secret/EXAMPLE+key=";

    public static ServiceProvider Create(
        HttpMessageHandler server,
        Action<EndpointOptions>? endpoint = null,
        Action<S3KitOptions>? options = null,
        TimeProvider? time = null,
        ILoggerProvider? logs = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Trace);
            if (logs is not null)
            {
                logging.AddProvider(logs);
            }
        });
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(time ?? TimeProvider.System);
        services
            .AddS3Kit(all =>
            {
                all.MaxRetries = 0;
                all.CircuitBreaker.Threshold = 1000;

                // A put is one request here, whatever its size: what is scripted is its answer.
                all.Transfers.MultipartThreshold = 5L * 1024 * 1024 * 1024;
                options?.Invoke(all);
            })
            .AddEndpoint("a", one =>
            {
                one.Url = "http://127.0.0.1:1";
                one.AccessKey = AccessKey;
                one.SecretKey = SecretKey;
                endpoint?.Invoke(one);
            })
            .ConfigureHttpClient("a", client => client.ConfigurePrimaryHttpMessageHandler(() => server));
        return services.BuildServiceProvider();
    }

    public static IObjectStore Store(this ServiceProvider services) => services.GetRequiredService<IObjectStore>();
}
