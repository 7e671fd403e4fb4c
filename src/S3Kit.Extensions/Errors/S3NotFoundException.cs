namespace S3Kit;

/// <summary>There is no such object, bucket, version or upload; <see cref="Resource"/> says which.</summary>
public sealed class S3NotFoundException : S3KitException
{
    internal S3NotFoundException(string message, Exception? innerException = null)
        : base(S3ErrorKind.NotFound, message, innerException)
    {
    }

    /// <summary>What was not found.</summary>
    public S3ResourceKind Resource { get; internal init; }
}
