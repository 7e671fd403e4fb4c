namespace S3Kit;

/// <summary>The store does not know the access key, or the signature or token is refused: <c>InvalidAccessKeyId</c>, <c>SignatureDoesNotMatch</c>, <c>ExpiredToken</c> and the like. Check the endpoint's keys.</summary>
public sealed class S3AuthenticationException : S3KitException
{
    internal S3AuthenticationException(string message, Exception? innerException = null)
        : base(S3ErrorKind.Authentication, message, innerException)
    {
    }
}
