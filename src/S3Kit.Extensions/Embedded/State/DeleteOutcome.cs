namespace S3Kit.Embedded;

/// <summary>What a delete did in a versioned bucket; both null in one that is not.</summary>
internal readonly record struct DeleteOutcome(string? VersionId, bool? DeleteMarker);
