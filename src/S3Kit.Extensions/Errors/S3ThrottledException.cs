namespace S3Kit;

/// <summary>The store asks to slow down: <c>SlowDown</c>, <c>TooManyRequests</c>, status 429. The endpoint is left alone for a while; this is no failure of its circuit breaker.</summary>
public sealed class S3ThrottledException : S3KitException
{
    internal S3ThrottledException(string message, Exception? innerException = null)
        : base(S3ErrorKind.Throttled, message, innerException)
    {
    }
}
