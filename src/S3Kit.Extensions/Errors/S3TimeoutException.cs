namespace S3Kit;

/// <summary>The operation took too long; <see cref="Limit"/> says which of the limits struck.</summary>
public sealed class S3TimeoutException : S3KitException
{
    internal S3TimeoutException(string message, Exception? innerException = null)
        : base(S3ErrorKind.Timeout, message, innerException)
    {
    }

    /// <summary>Which limit struck.</summary>
    public S3TimeoutKind Limit { get; internal init; }
}
