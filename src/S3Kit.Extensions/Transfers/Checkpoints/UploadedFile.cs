namespace S3Kit.Transfers.Checkpoints;

/// <summary>The file of a resumable upload, by what tells whether it is still the same: its length and the time it was last written.</summary>
internal sealed class UploadedFile(FileStream stream)
{
    public FileStream Stream => stream;

    public long Length { get; } = stream.Length;

    public DateTime LastWrite { get; } = LastWriteOf(stream);

    public bool IsUnchanged() => stream.Length == Length && LastWriteOf(stream) == LastWrite;

    private static DateTime LastWriteOf(FileStream stream) => File.GetLastWriteTimeUtc(stream.SafeFileHandle);
}
