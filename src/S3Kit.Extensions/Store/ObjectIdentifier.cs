namespace S3Kit;

/// <summary>Which object is meant, or which version of it.</summary>
/// <param name="Key">The key.</param>
/// <param name="VersionId">The version; <see langword="null"/> means the object itself.</param>
public readonly record struct ObjectIdentifier(string Key, string? VersionId = null);
