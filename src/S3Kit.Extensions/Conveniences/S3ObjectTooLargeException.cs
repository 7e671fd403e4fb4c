namespace S3Kit;

/// <summary>An object that was to be read into memory is larger than <see cref="ReadObjectOptions.MaxSize"/> allows. Nothing of it was handed out.</summary>
public sealed class S3ObjectTooLargeException : S3KitException
{
    internal S3ObjectTooLargeException(string message, Exception? innerException = null)
        : base(S3ErrorKind.ObjectTooLarge, message, innerException)
    {
    }

    /// <summary>How many bytes the store said there are; <see langword="null"/> when it did not say.</summary>
    public long? Size { get; internal init; }

    /// <summary>How many bytes were allowed.</summary>
    public long MaxSize { get; internal init; }
}
