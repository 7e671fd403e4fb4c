namespace S3Kit.Protocol;

/// <summary>A source does not have the length that was declared. Becomes an <see cref="S3IntegrityException"/>, which says of what.</summary>
internal sealed class SourceLengthException(string message) : Exception(message);
