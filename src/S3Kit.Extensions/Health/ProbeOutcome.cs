namespace S3Kit.Health;

/// <summary>What a probe found, and when it ended.</summary>
internal sealed record ProbeOutcome(EndpointTestResult Result, DateTimeOffset At);
