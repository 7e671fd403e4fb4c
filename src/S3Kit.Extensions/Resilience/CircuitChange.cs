namespace S3Kit.Resilience;

/// <summary>A change of a circuit breaker's state.</summary>
/// <param name="Previous">What it was.</param>
/// <param name="State">What it is now.</param>
/// <param name="At">When it changed.</param>
/// <param name="Reason">Why, without the names of objects.</param>
/// <param name="ErrorKind">The kind of the failure that did it; <see langword="null"/> when none did, or it has none.</param>
internal sealed record CircuitChange(CircuitState Previous, CircuitState State, DateTimeOffset At, string Reason, S3ErrorKind? ErrorKind);
