namespace S3Kit.IntegrationTests;

/// <summary>How a program ended and what it said.</summary>
internal sealed record ChildProcessResult(int ExitCode, string Output, string Error);
