namespace S3Kit;

/// <summary>What became of the multipart uploads that were too old.</summary>
public sealed record AbortStaleUploadsResult
{
    /// <summary>Those that are gone now: aborted, or ended by somebody else in the meantime.</summary>
    public required IReadOnlyList<MultipartUpload> Aborted { get; init; }

    /// <summary>Those that could not be aborted, each with the reason.</summary>
    public required IReadOnlyList<StaleUploadFailure> Failed { get; init; }
}
