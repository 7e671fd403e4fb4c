namespace S3Kit;

/// <summary>Which version of an object is meant, and under which conditions (S3 <c>HeadObject</c> and <c>GetObject</c>; RFC 9110, section 13).</summary>
public record HeadObjectOptions : RequestOptions
{
    /// <summary>The version; <see langword="null"/> (the default) means the current one. Without versioning there is only the version <c>null</c>, by these four letters.</summary>
    public string? VersionId { get; init; }

    /// <summary>
    /// Only if the ETag is this one, with or without quotes; otherwise <see cref="S3PreconditionFailedException"/>. <c>*</c> is any: it holds for every object that
    /// is there, and is not sent. Beside it <see cref="IfUnmodifiedSince"/> does not count (RFC 9110, section 13.2.2).
    /// </summary>
    public string? IfMatch { get; init; }

    /// <summary>Only if the ETag is not this one, with or without quotes; otherwise <see cref="S3NotModifiedException"/>.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>Only if changed after this time (whole seconds); otherwise <see cref="S3NotModifiedException"/>.</summary>
    public DateTimeOffset? IfModifiedSince { get; init; }

    /// <summary>Only if not changed after this time (whole seconds); otherwise <see cref="S3PreconditionFailedException"/>.</summary>
    public DateTimeOffset? IfUnmodifiedSince { get; init; }

    /// <summary>The key that the object was encrypted with (SSE-C); <see langword="null"/> (the default) for every object that was stored without one.</summary>
    public SseCustomerKey? CustomerKey { get; init; }

    /// <summary>
    /// Whether a second endpoint of the pool is asked when the first takes its time, after what <see cref="S3KitOptions.Hedging"/> says; <see langword="null"/>
    /// (the default) does as <see cref="HedgingOptions.Enabled"/> says.
    /// </summary>
    public bool? Hedge { get; init; }
}
