namespace S3Kit;

/// <summary>How a file is uploaded.</summary>
/// <remarks>
/// With <see cref="Checkpoints"/> an upload in parts can be gone on with: when it fails, is cancelled or its process dies, the parts that were stored stay with
/// the store, and the same call finds them later and sends only the rest. It starts anew, and the old parts are aborted, when the file has another length or time
/// than before, when it is to be stored otherwise, or when the store no longer knows the upload. An upload that nobody goes on with keeps its parts until
/// <see cref="IObjectStore.AbortStaleUploadsAsync"/>, or a rule of the bucket, aborts it.
/// </remarks>
public record UploadFileOptions : PutObjectOptions
{
    /// <summary>
    /// Where the upload keeps what it needs to go on later, for instance a <see cref="FileUploadCheckpointStore"/>; <see langword="null"/> (the default) for an
    /// upload that is aborted when it fails. What is so small that it goes in one request keeps nothing.
    /// </summary>
    public IUploadCheckpointStore? Checkpoints { get; init; }

    /// <summary>
    /// The name under which <see cref="Checkpoints"/> keeps the upload. Two calls of one name at a time are one too many: the second fails with
    /// <see cref="IOException"/>. <see langword="null"/> (the default) makes one of the store, the bucket, the key and the full path of the file.
    /// </summary>
    public string? ResumeKey { get; init; }
}
