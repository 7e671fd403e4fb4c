namespace S3Kit.Transfers.Checkpoints;

/// <summary>A checkpoint in a file, which is replaced as a whole.</summary>
internal sealed class FileUploadCheckpoint(string path, FileLock held) : IUploadCheckpoint
{
    private readonly string _temporary = path + ".new";

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var file = new FileStream(_temporary, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        });
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);

            // On the disk before it takes the other's place: after a crash there is one or the other.
            file.Flush(flushToDisk: true);
        }

        File.Move(_temporary, path, overwrite: true);
    }

    public ValueTask DeleteAsync(CancellationToken cancellationToken = default)
    {
        File.Delete(path);
        File.Delete(_temporary);
        return default;
    }

    public ValueTask DisposeAsync()
    {
        held.Dispose();
        return default;
    }
}
