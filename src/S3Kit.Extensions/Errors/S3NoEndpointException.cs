namespace S3Kit;

/// <summary>There is no endpoint to send the request to: none of that name, or none in the pool.</summary>
public sealed class S3NoEndpointException : S3KitException
{
    internal S3NoEndpointException(string message, Exception? innerException = null)
        : base(S3ErrorKind.NoEndpoint, message, innerException)
    {
    }
}
