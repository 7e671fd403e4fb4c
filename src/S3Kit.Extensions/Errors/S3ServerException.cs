namespace S3Kit;

/// <summary>The endpoint failed (status 5xx), or what it answered is not S3.</summary>
public sealed class S3ServerException : S3KitException
{
    internal S3ServerException(string message, Exception? innerException = null)
        : base(S3ErrorKind.Server, message, innerException)
    {
    }
}
