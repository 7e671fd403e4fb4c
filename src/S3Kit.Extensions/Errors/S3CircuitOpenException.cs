namespace S3Kit;

/// <summary>
/// The circuit breakers of all endpoints that could serve the request are open, or they are isolated by hand: nothing was sent. The inner exception is the failure
/// that came before, when this operation has seen one.
/// </summary>
public sealed class S3CircuitOpenException : S3KitException
{
    internal S3CircuitOpenException(string message, Exception? innerException = null)
        : base(S3ErrorKind.CircuitOpen, message, innerException)
    {
    }
}
