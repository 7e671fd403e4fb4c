namespace S3Kit;

/// <summary>The host is stopping, or the services have been disposed of: the request was not accepted, or was not finished in time.</summary>
public sealed class S3ShuttingDownException : S3KitException
{
    internal S3ShuttingDownException(string message, Exception? innerException = null)
        : base(S3ErrorKind.ShuttingDown, message, innerException)
    {
    }
}
