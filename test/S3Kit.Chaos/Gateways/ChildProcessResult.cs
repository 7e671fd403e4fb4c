namespace S3Kit.Chaos.Gateways;

/// <summary>How a program ended and what it said.</summary>
internal sealed record ChildProcessResult(int ExitCode, string Output, string Error);
