namespace S3Kit.Protocol.Operations;

/// <summary>What a copy has to know of its source.</summary>
/// <param name="Info">Its description.</param>
/// <param name="TagCount">How many tags it has; <see langword="null"/> when the store does not say.</param>
/// <param name="AnsweredAt">The store's own time when it said so.</param>
internal sealed record SourceObject(ObjectInfo Info, int? TagCount, DateTimeOffset? AnsweredAt);
