namespace S3Kit;

/// <summary>The store refuses the request as it stands; sending it again would not help.</summary>
public sealed class S3InvalidRequestException : S3KitException
{
    internal S3InvalidRequestException(string message, Exception? innerException = null)
        : base(S3ErrorKind.InvalidRequest, message, innerException)
    {
    }
}
