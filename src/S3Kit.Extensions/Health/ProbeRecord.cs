namespace S3Kit.Health;

/// <summary>The last probe of an endpoint. Whoever asks within its interval gets the same answer; whoever asks meanwhile waits for the same probe.</summary>
internal sealed class ProbeRecord
{
    private readonly Lock _gate = new();
    private Task<EndpointTestResult>? _last;
    private long _startedAt;

    public Task<EndpointTestResult> GetAsync(Func<Task<EndpointTestResult>> probe, TimeSpan interval, TimeProvider time)
    {
        lock (_gate)
        {
            // A probe is bounded in time by itself, so one under way is never waited for in vain.
            if (_last is null || (_last.IsCompleted && (!_last.IsCompletedSuccessfully || time.GetElapsedTime(_startedAt) >= interval)))
            {
                _startedAt = time.GetTimestamp();
                _last = Task.Run(probe);
            }

            return _last;
        }
    }
}
