namespace S3Kit;

/// <summary>A condition of the request does not hold: <c>PreconditionFailed</c>, status 412.</summary>
public sealed class S3PreconditionFailedException : S3KitException
{
    internal S3PreconditionFailedException(string message, Exception? innerException = null)
        : base(S3ErrorKind.PreconditionFailed, message, innerException)
    {
    }

    /// <summary>
    /// Whether this very write may be what made the condition fail: an earlier attempt had no answer, and what is stored now cannot be told from it, as on
    /// stores whose ETag is no MD5. Look at the object before believing that somebody else was there.
    /// </summary>
    public bool MayBeOwnWrite { get; internal init; }
}
