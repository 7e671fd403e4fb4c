namespace S3Kit;

/// <summary>A key that cannot safely be a file of a folder.</summary>
/// <param name="Key">The key.</param>
/// <param name="Reason">Why not.</param>
public sealed record UnsafeKey(string Key, string Reason);
