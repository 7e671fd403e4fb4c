namespace S3Kit;

/// <summary>
/// An operation on an object store failed. The subtypes tell the kinds apart for <c>catch</c>; <see cref="Kind"/> does so for <c>switch</c>.
/// The message says what happened, to what and at which endpoint; neither it nor any property holds credentials or signatures.
/// </summary>
public abstract class S3KitException : Exception
{
    private protected S3KitException(S3ErrorKind kind, string message, Exception? innerException)
        : base(message, innerException) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public S3ErrorKind Kind { get; }

    /// <summary>The HTTP status of the answer; <see langword="null"/> when there was none.</summary>
    public int? StatusCode { get; internal init; }

    /// <summary>The S3 error code, for instance <c>NoSuchKey</c>; <see langword="null"/> when the answer named none.</summary>
    public string? ErrorCode { get; internal init; }

    /// <summary>The store's name for the request (<c>x-amz-request-id</c>), for its operators; <see langword="null"/> when it sent none.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>The S3 operation, for instance <c>PutObject</c>.</summary>
    public string? Operation { get; internal set; }

    /// <summary>The name of the endpoint; <see langword="null"/> when none was involved yet.</summary>
    public string? Endpoint { get; internal set; }

    /// <summary>The bucket; <see langword="null"/> when the operation has none.</summary>
    public string? Bucket { get; internal set; }

    /// <summary>The key; <see langword="null"/> when the operation has none.</summary>
    public string? Key { get; internal set; }

    /// <summary>Whether the same request may well succeed later. The retries that the settings allow have been made already.</summary>
    public bool IsTransient { get; internal init; }

    /// <summary>How long the store asked to wait (<c>Retry-After</c>); <see langword="null"/> when it did not.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>How many times the request was sent before giving up; 0 when it never was.</summary>
    public int Attempts { get; internal set; }
}
