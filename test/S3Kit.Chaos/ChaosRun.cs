using S3Kit.Chaos.Checking;
using S3Kit.Chaos.Faults;
using S3Kit.Chaos.Gateways;
using S3Kit.Chaos.Load;
using S3Kit.Chaos.Model;
using S3Kit.Chaos.Planning;

namespace S3Kit.Chaos;

/// <summary>Callers, trouble, and the reckoning.</summary>
internal sealed class ChaosRun(GatewaySettings gateways, ChaosArguments arguments, Action<string> print)
{
    private readonly string _bucket = $"s3kit-chaos-{Guid.NewGuid():n}";
    private readonly Outcomes _outcomes = new();
    private readonly Findings _findings = new();

    /// <returns>Whether nothing was lost, wrong, hung or leaked.</returns>
    public async Task<bool> RunAsync()
    {
        var plan = ChaosPlan.Make(arguments.Seed, arguments.Duration, AttemptLog.Gateways);
        print(FormattableString.Invariant($"Seed {arguments.Seed}, {arguments.Duration.TotalSeconds:F0} s, {arguments.Callers} callers."));
        print("Gateway 1 is reached directly, 2 and 3 through proxies.");
        foreach (var step in plan)
        {
            print($"  {step}");
        }

        var attempts = new AttemptLog(_bucket);
        await using var second = new FaultProxy(gateways.Urls[1], arguments.Seed);
        await using var third = new FaultProxy(gateways.Urls[2], arguments.Seed + 1);
        var runner = new PlanRunner(plan, gateways.Script, new Dictionary<int, FaultProxy> { [2] = second, [3] = third }, attempts);
        await using var calm = await ChaosHost.StartAsync(gateways, gateways.Urls, null, static options => options.MaxConcurrentRequests = 16);
        await using var host = await ChaosHost.StartAsync(gateways, [gateways.Urls[0], second.Url, third.Url], attempts, Configure);
        await calm.Store.CreateBucketAsync(_bucket);
        var check = new FinalCheck(calm.Store, _bucket, attempts, _findings, print);
        var folder = Directory.CreateTempSubdirectory("s3kit-chaos-").FullName;
        var load = new LoadContext(host.Store, _bucket, attempts, _outcomes, _findings, [second, third], folder, arguments.Callers);
        try
        {
            await WorkAsync(load, runner);
        }
        finally
        {
            await runner.MendAsync();
        }

        check.NoFileIsLeft(folder);
        await check.NothingIsHeldAsync(host.Endpoints);
        await runner.RestartAllAsync(CancellationToken.None);
        await check.ObjectsAsync();
        await check.UploadsAsync();
        Report(plan, attempts, second.Struck + third.Struck);
        if (_findings.All.Count == 0)
        {
            await check.RemoveAllAsync();
        }

        return _findings.All.Count == 0;
    }

    /// <summary>Short limits, so that much happens.</summary>
    private static void Configure(S3KitOptions options)
    {
        options.MaxConcurrentRequests = 16;
        options.QueueSize = 64;
        options.MaxRetries = 5;
        options.InitialRetryDelay = TimeSpan.FromMilliseconds(50);
        options.MaxRetryDelay = TimeSpan.FromSeconds(1);
        options.DefaultTimeout = TimeSpan.FromSeconds(10);
        options.AttemptTimeout = TimeSpan.FromSeconds(2);
        options.ConnectTimeout = TimeSpan.FromSeconds(1);
        options.StallTimeout = TimeSpan.FromSeconds(2);
        options.CircuitBreaker = new CircuitBreakerOptions { Timeout = TimeSpan.FromSeconds(1) };
        options.Transfers.PartSize = 5 * 1024 * 1024;
        options.Transfers.MultipartThreshold = 5 * 1024 * 1024;
        options.Transfers.ParallelDownloadThreshold = 2 * 1024 * 1024;
        options.Transfers.DownloadPartSize = 1024 * 1024;
    }

    private async Task WorkAsync(LoadContext load, PlanRunner runner)
    {
        using var stopping = new CancellationTokenSource();
        using var abandoned = new CancellationTokenSource();
        var callers = Task.WhenAll(Enumerable.Range(0, arguments.Callers)
            .Select(number => new Caller(number, arguments.Seed, load))
            .Select(caller => Task.Run(() => caller.RunAsync(stopping.Token))));
        var trouble = runner.RunAsync(abandoned.Token);
        try
        {
            await Task.WhenAll(trouble, Task.Delay(arguments.Duration, TimeProvider.System, abandoned.Token));
        }
        finally
        {
            await abandoned.CancelAsync();
            await runner.MendAsync();
            await stopping.CancelAsync();
            await callers;
        }
    }

    private void Report(IReadOnlyList<ChaosStep> plan, AttemptLog attempts, int struck)
    {
        print("");
        _outcomes.Print(print);
        print("");
        print(FormattableString.Invariant($"{attempts.Sent} requests sent; {struck} connections and requests struck by proxies."));
        var faults = plan.Where(step => step.Kind is StepKind.Kill or StepKind.Freeze or StepKind.Break)
            .CountBy(step => step.Fault?.Kind.ToString() ?? step.Kind.ToString())
            .OrderBy(kind => kind.Key, StringComparer.Ordinal);
        print($"Faults: {string.Join(", ", faults.Select(kind => FormattableString.Invariant($"{kind.Key} {kind.Value}")))}.");
        print(FormattableString.Invariant($"{_outcomes.Unnoticed} downloads of objects in parts had a wrong byte, which nothing can tell there."));
        _outcomes.PrintErrors(print);
        foreach (var finding in _findings.All)
        {
            print($"FINDING {finding}");
        }

        var verdict = _findings.All.Count == 0 ? "nothing lost, wrong, hung or leaked" : FormattableString.Invariant($"{_findings.All.Count} findings");
        print(FormattableString.Invariant($"Seed {arguments.Seed}: {verdict}."));
    }
}
