namespace S3Kit.Protocol;

/// <summary>
/// What the caller's own stream threw, on its way to the caller, who gets what is inside. Wrapped, so that it passes for nothing that the endpoint
/// has done: the stream may be an object of another store, failing with errors of the same types.
/// </summary>
internal sealed class SourceFailedException(Exception failure) : Exception(failure.Message, failure);
