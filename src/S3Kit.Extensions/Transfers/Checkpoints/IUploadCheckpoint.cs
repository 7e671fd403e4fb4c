namespace S3Kit;

/// <summary>The checkpoint of one upload, taken from an <see cref="IUploadCheckpointStore"/>; disposing of it lets others have it. Used by one caller at a time.</summary>
public interface IUploadCheckpoint : IAsyncDisposable
{
    /// <summary>Reads what was written last.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The bytes, or <see langword="null"/> when there are none.</returns>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces what was written before, in one step: who reads after a crash finds the old bytes or the new ones.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when the bytes are kept.</returns>
    ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Deletes what was written; deleting nothing is no error.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A task that ends when nothing is kept.</returns>
    ValueTask DeleteAsync(CancellationToken cancellationToken = default);
}
