namespace S3Kit;

/// <summary>Why one object of many was not deleted.</summary>
public sealed record DeleteObjectError
{
    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The version that was to be deleted; <see langword="null"/> when none was named.</summary>
    public string? VersionId { get; init; }

    /// <summary>What went wrong.</summary>
    public required S3ErrorKind Kind { get; init; }

    /// <summary>The S3 error code, for instance <c>AccessDenied</c>; <see langword="null"/> when the store named none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What happened, in words.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the same deletion may well succeed later. The retries that the settings allow have been made already.</summary>
    public bool IsTransient { get; init; }

    /// <summary>The name of the endpoint that said so; <see langword="null"/> when none did.</summary>
    public string? Endpoint { get; init; }
}
