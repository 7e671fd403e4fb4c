namespace S3Kit;

/// <summary>
/// The bytes are not what they should be: a source that is shorter or longer than declared, a body that ends early, a checksum that does not match, or an object that
/// the store did not encrypt as it was asked to. Nothing of it counts as stored or delivered, whatever the store keeps; the message says so.
/// </summary>
public sealed class S3IntegrityException : S3KitException
{
    internal S3IntegrityException(string message, Exception? innerException = null)
        : base(S3ErrorKind.Integrity, message, innerException)
    {
    }
}
