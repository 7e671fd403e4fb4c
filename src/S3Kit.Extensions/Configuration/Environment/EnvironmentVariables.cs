namespace S3Kit.Configuration;

/// <summary>Reads a variable of the process; a seam, so that tests do not depend on the process they run in.</summary>
internal delegate string? EnvironmentVariables(string name);
