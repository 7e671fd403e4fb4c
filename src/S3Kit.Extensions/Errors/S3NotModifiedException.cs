namespace S3Kit;

/// <summary>A conditional read found the object unchanged: status 304.</summary>
public sealed class S3NotModifiedException : S3KitException
{
    internal S3NotModifiedException(string message, Exception? innerException = null)
        : base(S3ErrorKind.NotModified, message, innerException)
    {
    }
}
