using S3Kit.Benchmarks.Contenders;

namespace S3Kit.Benchmarks.Compare;

/// <summary>What a worker is asked to measure.</summary>
/// <param name="Case">The case.</param>
/// <param name="Target">The server.</param>
/// <param name="Prefix">What stands before the size in the names of objects that are there.</param>
/// <param name="Seconds">For how long.</param>
internal sealed record WorkOrder(CaseDefinition Case, Target Target, string Prefix, double Seconds);
