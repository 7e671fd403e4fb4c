namespace S3Kit;

/// <summary>The endpoint could not be reached, or the connection broke.</summary>
public sealed class S3NetworkException : S3KitException
{
    internal S3NetworkException(string message, Exception? innerException = null)
        : base(S3ErrorKind.Network, message, innerException)
    {
    }
}
