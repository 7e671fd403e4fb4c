namespace S3Kit;

/// <summary>The credentials are good but do not permit the operation: <c>AccessDenied</c>.</summary>
public sealed class S3AccessDeniedException : S3KitException
{
    internal S3AccessDeniedException(string message, Exception? innerException = null)
        : base(S3ErrorKind.AccessDenied, message, innerException)
    {
    }
}
