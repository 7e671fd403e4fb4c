namespace S3Kit;

/// <summary>The state of the store forbids the operation: <c>BucketAlreadyExists</c>, <c>BucketNotEmpty</c>, <c>OperationAborted</c> and the like, status 409.</summary>
public sealed class S3ConflictException : S3KitException
{
    internal S3ConflictException(string message, Exception? innerException = null)
        : base(S3ErrorKind.Conflict, message, innerException)
    {
    }
}
