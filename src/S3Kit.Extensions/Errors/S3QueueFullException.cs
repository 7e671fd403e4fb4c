namespace S3Kit;

/// <summary>The queue is full and <see cref="S3KitOptions.QueueFullMode"/> is <see cref="QueueFullMode.Reject"/>: nothing was sent.</summary>
public sealed class S3QueueFullException : S3KitException
{
    internal S3QueueFullException(string message, Exception? innerException = null)
        : base(S3ErrorKind.QueueFull, message, innerException)
    {
    }
}
