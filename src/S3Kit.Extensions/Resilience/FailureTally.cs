namespace S3Kit.Resilience;

/// <summary>What has failed at an endpoint, and whether that is too much. Not safe for concurrent use: the breaker has a lock.</summary>
internal sealed class FailureTally(TimeProvider time)
{
    private int _requests;
    private int _probes;
    private int _threshold = int.MaxValue;
    private int _minimumThroughput;
    private double _ratio;
    private FailureWindow? _window;

    /// <summary>The failures since the last success: of requests, and of probes since the last probe that was answered.</summary>
    public int InARow => Volatile.Read(ref _requests) + Volatile.Read(ref _probes);

    /// <summary>Takes over the settings. What is counted stays, unless it is counted over another time.</summary>
    public void Configure(CircuitBreakerOptions options)
    {
        _threshold = options.Threshold;
        _ratio = options.FailureRatio ?? 0;
        _minimumThroughput = options.MinimumThroughput;
        if (options.FailureRatio is null)
        {
            _window = null;
        }
        else if (_window?.Duration != options.SamplingDuration)
        {
            _window = new FailureWindow(time, options.SamplingDuration);
        }
    }

    public void RequestFailed()
    {
        _requests++;
        _window?.Add(failed: true);
    }

    public void RequestSucceeded()
    {
        _requests = 0;
        _probes = 0;
        _window?.Add(failed: false);
    }

    public void ProbeFailed() => _probes++;

    /// <summary>Failures of requests stay counted: that a probe is answered does not say that they are.</summary>
    public void ProbeSucceeded() => _probes = 0;

    public void Forget()
    {
        _requests = 0;
        _probes = 0;
        _window?.Clear();
    }

    /// <summary>What is too much; <see langword="null"/> when nothing is.</summary>
    public string? Excess()
    {
        if (InARow >= _threshold)
        {
            return $"{InARow} failures in a row";
        }

        return _window is { } window && window.Total >= _minimumThroughput && (double)window.Failures / window.Total >= _ratio
            ? $"{window.Failures} of {window.Total} attempts within {window.Duration:c} failed"
            : null;
    }
}
