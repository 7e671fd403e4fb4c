using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using S3Kit.Configuration;
using S3Kit.Protocol;
using S3Kit.Protocol.Operations;
using S3Kit.Routing;

namespace S3Kit.Benchmarks.Micro;

/// <summary>The whole way of a head on a handler that answers at once, and its last steps alone: the difference is what the queue, the dispatcher and the pipelines cost.</summary>
[MemoryDiagnoser]
public class PathBenchmarks
{
    private ServiceProvider _services = null!;
    private IObjectStore _store = null!;
    private S3Transport _transport = null!;
    private StorageEndpoint _endpoint = null!;
    private S3KitOptions _options = null!;

    /// <summary>Makes the services.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.ClearProviders());
        services.AddS3Kit(static options => options.Endpoints["one"] = new EndpointOptions { Url = "http://one.test", AccessKey = "access", SecretKey = "secretsecret" })
            .ConfigureHttpClient("one", static client => client.ConfigurePrimaryHttpMessageHandler(static () => new AnsweringHandler()));
        _services = services.BuildServiceProvider();
        _store = _services.GetRequiredService<IObjectStore>();
        _transport = _services.GetRequiredService<S3Transport>();
        _endpoint = _services.GetRequiredService<EndpointSet>().Find("one");
        _options = _services.GetRequiredService<SettingsSource>().Current;
    }

    /// <summary>Ends what was made.</summary>
    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    /// <summary>Steps 1 to 8.</summary>
    /// <returns>The object.</returns>
    [Benchmark]
    public async Task<object?> Head() => await _store.HeadObjectAsync("bucket", "key").ConfigureAwait(false);

    /// <summary>Steps 7 and 8.</summary>
    /// <returns>The object.</returns>
    [Benchmark(Baseline = true)]
    public async Task<object?> Transport() =>
        await _transport.SendAsync(new HeadObjectOperation("bucket", "key", null), _endpoint, _options, deadline: null, CancellationToken.None).ConfigureAwait(false);
}
