namespace S3Kit.Embedded;

/// <summary>What happens once so many bytes of a request's body have been taken and more come.</summary>
internal sealed record ReceivingStop(long AfterBytes, Func<TimeProvider, CancellationToken, ValueTask> Act);
