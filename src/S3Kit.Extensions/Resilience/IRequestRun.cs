namespace S3Kit.Resilience;

/// <summary>What the retry strategy asks of a request under way.</summary>
internal interface IRequestRun
{
    /// <summary>What is waited for before the next attempt.</summary>
    TimeSpan Delay { get; }

    /// <summary>Whether an attempt is followed by another.</summary>
    bool ShouldRetry(Exception? error, int retries);

    /// <summary>The delay begins.</summary>
    void BeforeDelay();
}
