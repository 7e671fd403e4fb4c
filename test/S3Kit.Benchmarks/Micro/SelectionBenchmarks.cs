using System.Globalization;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Routing;

namespace S3Kit.Benchmarks.Micro;

/// <summary>Step 5: the choice among endpoints that would all do.</summary>
[MemoryDiagnoser]
public class SelectionBenchmarks
{
    private readonly EndpointSelectionContext _context = new() { Pool = "default" };
    private ServiceProvider _services = null!;
    private StorageEndpoint[] _endpoints = [];
    private SelectionStrategy _strategy = null!;

    /// <summary>The strategy.</summary>
    [Params(EndpointSelectionStrategies.RoundRobin, EndpointSelectionStrategies.LeastLoaded, EndpointSelectionStrategies.Weighted, EndpointSelectionStrategies.PowerOfTwoChoices)]
    public string Strategy { get; set; } = "";

    /// <summary>How many endpoints there are.</summary>
    [Params(3, 16)]
    public int Endpoints { get; set; }

    /// <summary>Makes the endpoints.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var services = new ServiceCollection();
        services.AddS3Kit(options =>
        {
            for (int i = 0; i < Endpoints; i++)
            {
                options.Endpoints[string.Create(CultureInfo.InvariantCulture, $"e{i:D2}")] = new EndpointOptions { Url = "http://127.0.0.1:9" };
            }
        });
        _services = services.BuildServiceProvider();
        EndpointPool pool = _services.GetRequiredService<EndpointSet>().DefaultPool;
        _endpoints = pool.Members;
        _strategy = _services.GetRequiredService<SelectionStrategySet>().Get(pool, Strategy);
    }

    /// <summary>Ends what was made.</summary>
    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    /// <summary>Chooses one.</summary>
    /// <returns>Which.</returns>
    [Benchmark]
    public int Select() => _strategy.Select(_endpoints, _context);
}
