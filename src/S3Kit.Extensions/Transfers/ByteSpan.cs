namespace S3Kit.Transfers;

/// <summary>Bytes of a file that stand one after another.</summary>
/// <param name="First">The first.</param>
/// <param name="End">The one after the last.</param>
internal readonly record struct ByteSpan(long First, long End);
