namespace S3Kit.Tests.Conveniences;

internal sealed record Person(string Name, int Age);
