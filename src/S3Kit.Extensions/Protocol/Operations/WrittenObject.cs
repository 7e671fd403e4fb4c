namespace S3Kit.Protocol.Operations;

/// <summary>What is stored under a key, as far as it tells who stored it.</summary>
/// <param name="Info">What the store says of it.</param>
/// <param name="Age">How long ago it was stored by the store's own clock, give or take a second; <see langword="null"/> when the store does not say.</param>
internal sealed record WrittenObject(ObjectInfo Info, TimeSpan? Age);
