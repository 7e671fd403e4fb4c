namespace S3Kit;

/// <summary>
/// Keeps the checkpoints of resumable uploads, so that an upload goes on after its process has ended. <see cref="FileUploadCheckpointStore"/> keeps them in a
/// folder; an app may keep them in its database. A checkpoint holds no credentials and no bytes of the object. What it throws before the first part is sent
/// fails the upload; what it throws afterwards is logged, and the upload goes on.
/// </summary>
public interface IUploadCheckpointStore
{
    /// <summary>Takes the checkpoint of an upload for its own until it is disposed of: no other process or task gets it meanwhile.</summary>
    /// <param name="resumeKey">The name of the upload: any text.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The checkpoint, be there something in it or not.</returns>
    /// <exception cref="IOException">Somebody else has it, or it cannot be reached.</exception>
    ValueTask<IUploadCheckpoint> OpenAsync(string resumeKey, CancellationToken cancellationToken = default);
}
