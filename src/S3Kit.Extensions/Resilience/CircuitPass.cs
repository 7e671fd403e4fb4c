namespace S3Kit.Resilience;

/// <summary>A circuit breaker's leave to send one request.</summary>
/// <param name="Generation">Which run of the breaker's states it was given in.</param>
/// <param name="IsTrial">Whether the request is the one trial of a half-open breaker.</param>
internal readonly record struct CircuitPass(int Generation, bool IsTrial);
