using S3Kit.Resilience;
using S3Kit.Routing;

namespace S3Kit.Health;

/// <summary>
/// Asks one endpoint whether it is well, by itself as its <see cref="HealthProbeMode"/> wants, and when a health check asks; never twice at a time. What is found is
/// told to the circuit breaker. Its one timer is there only once it was needed, and ends with it.
/// </summary>
internal sealed class EndpointProber(StorageEndpoint endpoint, EndpointTester tester, Randomness randomness, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly ProbeRecord _record = new();
    private ITimer? _timer;
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private bool _disposed;
    private volatile ProbeOutcome? _last;

    /// <summary>The last probe; <see langword="null"/> before the first has ended.</summary>
    public ProbeOutcome? Last => _last;

    /// <summary>Looks again when to ask: the settings are new, or the breaker has changed. The time that runs goes on if it is still the right one.</summary>
    public void Reschedule()
    {
        lock (_gate)
        {
            TimeSpan period = Period();
            if (!_disposed && period != _period)
            {
                _period = period;
                SetTimer();
            }
        }
    }

    /// <summary>Asks, or gives the answer of a probe that is under way or began no longer ago than this.</summary>
    public Task<EndpointTestResult> AskAsync(TimeSpan maxAge) => _record.GetAsync(ProbeAsync, maxAge, time);

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }

        // Elsewhere: whoever disposes holds the lock of the set, and what a cancellation runs may be handlers of the app.
        _ = _ending.CancelAsync();
    }

    private TimeSpan Period()
    {
        EndpointSettings settings = endpoint.Settings;
        HealthProbeOptions probe = settings.HealthProbe;
        if (settings.IsEmbedded || probe.Mode == HealthProbeMode.Never)
        {
            return Timeout.InfiniteTimeSpan;
        }

        if (endpoint.Breaker.State is CircuitState.Open or CircuitState.HalfOpen)
        {
            TimeSpan openTime = settings.CircuitBreaker.Timeout;
            TimeSpan period = openTime < probe.Interval ? openTime : probe.Interval;
            return period > ShortestPeriod ? period : ShortestPeriod;
        }

        return probe.Mode == HealthProbeMode.Always ? probe.Interval : Timeout.InfiniteTimeSpan;
    }

    /// <summary>Under the lock. A tenth more or less, so that many apps that lost an endpoint together do not ask together.</summary>
    private void SetTimer()
    {
        TimeSpan due = _period == Timeout.InfiniteTimeSpan ? _period : _period * (0.9 + (0.2 * randomness.NextDouble()));
        if (_timer is not null)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
        else if (due != Timeout.InfiniteTimeSpan)
        {
            // It must not carry the context of the request whose failure started it.
            using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
            {
                _timer = time.CreateTimer(static self => ((EndpointProber)self!).OnTimer(), this, due, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void OnTimer()
    {
        TimeSpan period;
        lock (_gate)
        {
            period = _period;
            if (_disposed || period == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            SetTimer();
        }

        // A health check that has just asked is answer enough.
        _ = AskAsync(period / 2);
    }

    private async Task<EndpointTestResult> ProbeAsync()
    {
        CircuitPass pass = endpoint.Breaker.BeginProbe();
        EndpointTestResult result;
        try
        {
            result = await tester.ProbeAsync(endpoint, _ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            var error = new S3NoEndpointException($"Endpoint '{endpoint.Name}' was taken out while it was asked whether it is well.") { Endpoint = endpoint.Name };
            return new EndpointTestResult { Endpoint = endpoint.Name, IsAvailable = false, Error = error };
        }

        _last = new ProbeOutcome(result, time.GetUtcNow());
        EndpointSettings settings = endpoint.Settings;
        if (!settings.IsEmbedded && settings.HealthProbe.Mode != HealthProbeMode.Never)
        {
            endpoint.Breaker.ReportProbe(pass, TransientErrors.JudgeProbe(result), result.Error, counts: settings.HealthProbe.Mode == HealthProbeMode.Always);
        }

        return result;
    }
}
