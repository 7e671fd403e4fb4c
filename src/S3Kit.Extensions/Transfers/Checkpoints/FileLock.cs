namespace S3Kit.Transfers.Checkpoints;

/// <summary>An exclusive lock that ends with the process: a file that is open for nobody else, and deleted when it is closed.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <returns>The lock; <see langword="null"/> when somebody else has it.</returns>
    public static FileLock? TryTake(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = FileOptions.DeleteOnClose,
                BufferSize = 0,
            });
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }

        // Whoever had it before may have deleted the file between its being opened and locked here: then this is a lock on nothing, and is left at that.
        // The file's time tells, since the system gives it of an open file and of a name, whoever has it locked.
        DateTime mark = DateTime.UnixEpoch.AddTicks(BitConverter.ToUInt32(Guid.NewGuid().ToByteArray()) * TimeSpan.TicksPerMicrosecond * 100);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, mark);
        if (File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(file.SafeFileHandle))
        {
            return new FileLock(file);
        }

        file.SafeFileHandle.SetHandleAsInvalid();
        return null;
    }

    public void Dispose() => _file.Dispose();
}
