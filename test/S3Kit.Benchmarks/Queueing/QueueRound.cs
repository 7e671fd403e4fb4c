namespace S3Kit.Benchmarks.Queueing;

/// <summary>What one round of items through a queue cost.</summary>
/// <param name="NanosecondsPerItem">The time from the first to the last, by item.</param>
/// <param name="BytesPerItem">What was allocated, by item, the item itself included.</param>
internal readonly record struct QueueRound(double NanosecondsPerItem, double BytesPerItem);
