using System.Security.Cryptography;
using System.Text;
using S3Kit.Transfers.Checkpoints;

namespace S3Kit;

/// <summary>
/// Keeps the checkpoints of resumable uploads as files in a folder, one JSON file for an upload under way and a lock file beside it while a process works on
/// it. The lock is the operating system's: it ends with the process, however that ends. Safe for concurrent use, also by several processes.
/// </summary>
public sealed class FileUploadCheckpointStore : IUploadCheckpointStore
{
    private readonly string _folder;

    /// <summary>Keeps checkpoints in a folder, which is made when it is needed.</summary>
    /// <param name="folder">The folder. Whoever can write there decides what is uploaded next under these keys: keep it to the app.</param>
    public FileUploadCheckpointStore(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = Path.GetFullPath(folder);
    }

    /// <inheritdoc/>
    public ValueTask<IUploadCheckpoint> OpenAsync(string resumeKey, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(resumeKey);
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(_folder);

        // A key may be of any length and hold what no file system takes.
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(resumeKey)).AsSpan(0, 16));
        string path = Path.Combine(_folder, name + ".json");
        FileLock held = FileLock.TryTake(Path.Combine(_folder, name + ".lock"))
            ?? throw new IOException($"The upload with the resume key '{resumeKey}' is under way already: its checkpoint '{path}' is in use by this or another process.");
        return new ValueTask<IUploadCheckpoint>(new FileUploadCheckpoint(path, held));
    }
}
