namespace S3Kit;

/// <summary>A condition of the request does not hold: <c>PreconditionFailed</c>, status 412.</summary>
public sealed class S3PreconditionFailedException : S3KitException
{
    internal S3PreconditionFailedException(string message, Exception? innerException = null)
        : base(S3ErrorKind.PreconditionFailed, message, innerException)
    {
    }
}
