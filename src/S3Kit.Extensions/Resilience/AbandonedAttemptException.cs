namespace S3Kit.Resilience;

/// <summary>An attempt was ended from our side, after the endpoint had been silent for so long that this counts against it.</summary>
internal sealed class AbandonedAttemptException(string message, Exception inner, CancellationToken token) : OperationCanceledException(message, inner, token);
